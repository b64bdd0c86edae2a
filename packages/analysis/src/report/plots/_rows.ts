import type { RunFigures } from "../figures.ts";

/** Rows of a protocol's figure, each with what tells its run where there are several. */
export const rowsOf = <T>(
	runs: readonly RunFigures[],
	name: string,
): (T & { readonly run: string; readonly suffix: string })[] =>
	runs.flatMap(({ run, protocols }) =>
		((protocols[name] ?? []) as readonly T[]).map((row) => ({
			...row,
			run,
			suffix: runs.length === 1 ? "" : `, ${run}`,
		})),
	);
