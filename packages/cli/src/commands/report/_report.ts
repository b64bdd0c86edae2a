import { join } from "node:path";
import { exitCode, writeFileAtomically } from "@lab/core";
import type { Answer, Context } from "../../command.ts";
import { isStale, type Report } from "../../reports.ts";

export const checkOption = {
	flags: "--check",
	description: "write nothing; exit 1 if the report would change",
} as const;

/** Writes a generated report if it changed; with `check`, only says so. */
export async function updateReport(
	{
		options: { check },
		root,
	}: Pick<Context, "root"> & {
		readonly options: { readonly check: boolean };
	},
	report: Report,
): Promise<Answer> {
	const { path, text } = report;
	const changed = await isStale(root, report);
	if (changed && !check) await writeFileAtomically(join(root, path), text());
	return {
		exit: changed && check ? exitCode.no : exitCode.done,
		document: { path, changed, written: changed && !check },
		text: `${path} ${changed ? (check ? "would change" : "written") : "is up to date"}`,
	};
}
