import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { components, vaclab2Report } from "@lab/components";
import { experiments, tenKsimReport } from "@lab/experiments";

/** A generated, committed page in `docs/`. */
export interface Report {
	/** Relative to the root of the repository. */
	readonly path: string;
	/** Command that writes it. */
	readonly command: string;
	readonly text: () => string;
}

/** Reports on the contents of the registries. */
export const reports = {
	vaclab2: {
		path: "docs/reports/vaclab-2.md",
		command: "pnpm lab report vaclab-2",
		text: () => vaclab2Report(components),
	},
	tenKsim: {
		path: "docs/reports/10ksim.md",
		command: "pnpm lab report 10ksim",
		text: () => tenKsimReport(experiments),
	},
} as const satisfies Record<string, Report>;

/** Whether a report is missing or differs from what the sources generate. */
export async function isStale(root: string, { path, text }: Report) {
	const current = await readFile(join(root, path), "utf8").catch(
		(error: NodeJS.ErrnoException) => {
			if (error.code === "ENOENT") return undefined;
			throw error;
		},
	);
	return current !== text();
}
