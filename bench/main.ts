import process from "node:process";
import { runCommandLine } from "@lab/cli";

process.exitCode = await runCommandLine(
	["bench", ...process.argv.slice(2)],
	[
		{
			name: "bench",
			summary: "Measure speed and memory against a floor or a peer",
			load: () => import("./command.ts"),
		},
	],
);
