import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { RenderedTree } from "@lab/bundles";
import { experiments, tenKsimReport } from "@lab/experiments";
import { environments } from "@lab/lab";
import {
	type Parity,
	parityOf,
	parityReport,
	predecessors,
	readRecordedTree,
} from "@lab/parity";
import { ourMeasure } from "./our-measure.ts";
import { renderTreeOf } from "./render-tree.ts";

/** A generated, committed page in `docs/`. */
export interface Report {
	/** Relative to the root of the repository. */
	readonly path: string;
	/** Command that writes it. */
	readonly command: string;
	/** What it is about: registries, or the whole rendered tree. */
	readonly of: "registries" | "tree";
	/** @param rendered the lab's tree, if it is rendered already */
	readonly text: (rendered?: RenderedTree) => string;
}

/** Compares the recorded tree of vaclab-2 with ours. */
export const vaclab2Parity = (
	rendered: RenderedTree = renderTreeOf(environments.vaclab),
): Parity & { readonly commit: string } => {
	const { commit, measure } = readRecordedTree("vaclab-2");
	const ours = ourMeasure(rendered);
	return { commit, ...parityOf(measure, ours, predecessors["vaclab-2"]) };
};

/** Every generated report. */
export const reports = {
	parity: {
		path: "docs/reports/parity.md",
		command: "pnpm lab report parity",
		of: "tree",
		text: (rendered) => {
			const { commit, ...parity } = vaclab2Parity(rendered);
			return parityReport(predecessors["vaclab-2"], commit, parity);
		},
	},
	tenKsim: {
		path: "docs/reports/10ksim.md",
		command: "pnpm lab report 10ksim",
		of: "registries",
		text: () => tenKsimReport(experiments),
	},
} as const satisfies Record<string, Report>;

/** Whether a report is missing or differs from what the sources generate. */
export async function isStale(
	root: string,
	{ path, text }: Report,
	rendered?: RenderedTree,
) {
	const current = await readFile(join(root, path), "utf8").catch(
		(error: NodeJS.ErrnoException) => {
			if (error.code === "ENOENT") return undefined;
			throw error;
		},
	);
	return current !== text(rendered);
}
