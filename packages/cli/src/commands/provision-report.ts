import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { exitCode, writeFileAtomically } from "@lab/core";
import { duplicationReport } from "@lab/ops";
import type { Command } from "../command.ts";

/** Below the root of the repository. */
const reportPath = "docs/reports/lab-duplication.md";

export const command: Command = {
	summary: "Write what the lab is made of, and how to make another",
	options: [
		{
			flags: "--check",
			description: "write nothing; exit 1 when the report would change",
		},
	],
	example: "pnpm provision report --check",
	async run({ options, root }) {
		const path = join(root, reportPath);
		const report = duplicationReport();
		const changed = report !== (await readFile(path, "utf8").catch(absent));
		const check = options.check === true;
		if (changed && !check) await writeFileAtomically(path, report);
		return {
			exit: changed && check ? exitCode.no : exitCode.done,
			document: { path: reportPath, changed, written: changed && !check },
			text: `${reportPath} ${changed ? (check ? "would change" : "written") : "is up to date"}`,
		};
	},
};

function absent(error: NodeJS.ErrnoException): undefined {
	if (error.code === "ENOENT") return undefined;
	throw error;
}
