import { type MeasureName, measures } from "@lab/record";
import { gossipQueries, metrics } from "@lab/signals";
import { type RunFigures, reduced } from "../report/figures.ts";
import { higherIsBetter, measured } from "../report/judge.ts";
import {
	type Answer,
	type Comparison,
	compareReplicates,
	median,
} from "../statistics/index.ts";

export interface CompareOptions {
	/** Largest relative change that does not matter. @default 0.05 */
	readonly margin?: number;
}

export interface MeasureComparison extends Comparison {
	readonly measure: string;
	readonly unit: string;
}

export interface Comparisons {
	readonly base: readonly string[];
	readonly candidate: readonly string[];
	readonly measures: readonly MeasureComparison[];
	/** `worse` as soon as one measure is surely worse; `inconclusive` when none is but one is open. */
	readonly answer: "worse" | "inconclusive" | "not worse";
}

/** Compares two sets of runs, measure by measure, one value per run. */
export function compareRuns(
	base: readonly RunFigures[],
	candidate: readonly RunFigures[],
	{ margin = 0.05 }: CompareOptions = {},
): Comparisons {
	const sides = [base.map(valuesOf), candidate.map(valuesOf)] as const;
	const names = [
		...new Set(sides.flat().flatMap((values) => [...values.keys()])),
	];
	const compared = names.map((measure): MeasureComparison => {
		const [from, to] = sides.map((runs) =>
			runs.map((values) => values.get(measure)),
		);
		const known = (values: readonly (number | undefined)[] = []) =>
			values.filter((value) => value !== undefined);
		const rule = {
			margin,
			better: higherIsBetter.has(measure) ? "higher" : "lower",
		} as const;
		const comparison = compareReplicates(known(from), known(to), rule);
		return { measure, unit: unitOf(measure), ...comparison };
	});
	const has = (answer: Answer) => compared.some((one) => one.answer === answer);
	return {
		base: base.map(({ run }) => run),
		candidate: candidate.map(({ run }) => run),
		measures: compared,
		answer: compared.some(({ direction }) => direction === "worse")
			? "worse"
			: has("inconclusive") || compared.length === 0
				? "inconclusive"
				: "not worse",
	};
}

/** One number per measure of a run. */
function valuesOf(figures: RunFigures): Map<string, number> {
	const values = new Map<string, number>(
		Object.entries(measured(figures)) as [string, number][],
	);
	for (const { name } of gossipQueries) {
		const mine = figures.samples.filter(({ query }) => query === name);
		if (mine.length === 0) continue;
		values.set(name, median(mine.map((row) => reduced(name, row))));
	}
	return values;
}

function unitOf(measure: string): string {
	if (measure in measures) return measures[measure as MeasureName].unit;
	const asked = gossipQueries.find(({ name }) => name === measure);
	return asked === undefined
		? ""
		: `${metrics[asked.metric].unit}${asked.rate ? "/s" : ""}`;
}
