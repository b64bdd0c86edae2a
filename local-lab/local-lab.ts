import process from "node:process";
import { runCommandLine } from "@lab/cli";

/** `pnpm local-lab up` is `pnpm lab local-lab up`. */
process.exitCode = await runCommandLine([
	"local-lab",
	...process.argv.slice(2),
]);
