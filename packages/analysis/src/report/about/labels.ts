import type { RunFigures } from "../run-figures.ts";

/** Ids of at most this length are their own label. */
const SHORT = 24;

/**
 * Sets the labels by which one page names its runs: short ids as they are, others
 * by what was run, numbered if several runs are of the same.
 */
export function labelled(runs: readonly RunFigures[]): RunFigures[] {
	const names = runs.map(({ run, about }) =>
		run.length <= SHORT ? run : about.name,
	);
	return runs.map((run, index) => {
		const name = names[index] as string;
		const same = names.filter((one) => one === name).length;
		const number = names.slice(0, index + 1).filter((one) => one === name);
		return { ...run, label: same > 1 ? `${name} #${number.length}` : name };
	});
}
