import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { exitCode, writeFileAtomically } from "@lab/core";
import type { Answer, Input, Option } from "../command.ts";

export const checkOption: Option = {
	flags: "--check",
	description: "write nothing; exit 1 when the report would change",
};

/** Writes a generated report where it differs, or says that it would. */
export async function settleReport(
	{ options, root }: Pick<Input, "options" | "root">,
	reportPath: string,
	report: string,
): Promise<Answer> {
	const path = join(root, reportPath);
	const changed = report !== (await readReport(path));
	const check = options.check === true;
	if (changed && !check) await writeFileAtomically(path, report);
	return {
		exit: changed && check ? exitCode.no : exitCode.done,
		document: { path: reportPath, changed, written: changed && !check },
		text: `${reportPath} ${changed ? (check ? "would change" : "written") : "is up to date"}`,
	};
}

const readReport = (path: string): Promise<string | undefined> =>
	readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
		if (error.code === "ENOENT") return undefined;
		throw error;
	});
