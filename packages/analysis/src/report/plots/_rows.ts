import type { RunFigures } from "../run-figures.ts";

/** Returns the rows of a protocol's figure; `run` is the label of the run, `suffix` too if there are several. */
export const rowsOf = <T>(
	runs: readonly RunFigures[],
	name: string,
): (T & { readonly run: string; readonly suffix: string })[] =>
	runs.flatMap(({ label, protocols }) =>
		((protocols[name] ?? []) as readonly T[]).map((row) => ({
			...row,
			run: label,
			suffix: runs.length === 1 ? "" : `, ${label}`,
		})),
	);
