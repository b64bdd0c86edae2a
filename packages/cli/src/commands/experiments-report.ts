import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { assertNoFaults, exitCode, writeFileAtomically } from "@lab/core";
import { brokenTwins, experiments, twinsReport } from "@lab/experiments";
import type { Command } from "../command.ts";

/** Below the root of the repository. */
export const reportPath = "docs/reports/experiments.md";

export const command: Command = {
	summary: "Write what became of each experiment of 10ksim",
	options: [
		{
			flags: "--check",
			description: "write nothing; exit 1 when the report would change",
		},
	],
	example: "pnpm lab experiments report --check",
	async run({ options, root }) {
		assertNoFaults(brokenTwins(experiments));
		const path = join(root, reportPath);
		const report = twinsReport(experiments);
		const changed = report !== (await readReport(path));
		const check = options.check === true;
		if (changed && !check) await writeFileAtomically(path, report);
		return {
			exit: changed && check ? exitCode.no : exitCode.done,
			document: { path: reportPath, changed, written: changed && !check },
			text: `${reportPath} ${changed ? (check ? "would change" : "written") : "is up to date"}`,
		};
	},
};

const readReport = (path: string): Promise<string | undefined> =>
	readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
		if (error.code === "ENOENT") return undefined;
		throw error;
	});
