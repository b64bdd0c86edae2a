#!/usr/bin/env tsx
import { argv } from "node:process";
// `pnpm provision <verb>` is `pnpm lab provision <verb>`.
import { runCommandLine } from "@lab/cli";

process.exitCode = await runCommandLine(["provision", ...argv.slice(2)]);
