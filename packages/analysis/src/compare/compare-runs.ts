import { LabError, suggestion } from "@lab/core";
import { runQueries } from "@lab/signals";
import {
	type Comparable,
	comparableNames,
	comparableOf,
} from "../report/comparable.ts";
import { deliveryBounds } from "../report/delivery-bounds.ts";
import { reduced } from "../report/figures.ts";
import { measured } from "../report/judge.ts";
import { lackOf } from "../report/latency-bounds.ts";
import { assertReplicates } from "../report/replicates.ts";
import type { RunFigures } from "../report/run-figures.ts";
import {
	type Comparison,
	compareFamily,
	median,
	notWorse,
	type Sides,
} from "../statistics/index.ts";

export interface CompareOptions {
	/** Largest relative change that is considered irrelevant. @default 0.05 */
	readonly margin?: number;
	/** The same for the shortfall of a ratio from 1, such as losses. @default 0.2 */
	readonly lossMargin?: number;
	/** Primary measures. @default the measures of the plans' criteria */
	readonly primary?: readonly string[];
	/** Whether the runs of a side may have different plans. @default false */
	readonly mixedPlans?: boolean;
	/** Number of comparisons that share the significance levels. @default 1 */
	readonly comparisons?: number;
}

export interface MeasureComparison extends Comparison {
	readonly measure: string;
	readonly unit: string;
	/** Whether the measure was chosen before the comparison. */
	readonly primary: boolean;
	/** Runs without a value, and why they have none. */
	readonly lacking: readonly { readonly run: string; readonly why: string }[];
}

export interface Comparisons {
	readonly base: readonly string[];
	readonly candidate: readonly string[];
	/** Primary measures first. */
	readonly measures: readonly MeasureComparison[];
	/** Imported runs that the tool that made them declared invalid: nothing follows from them. */
	readonly invalid: readonly { readonly run: string; readonly why: string }[];
	/**
	 * `worse` if any measure is significantly worse; `not worse` if every primary
	 * measure is significantly within its margin; `inconclusive` if a run is invalid.
	 */
	readonly answer: "worse" | "inconclusive" | "not worse";
}

/** Significance levels. Together, at most 5 % of comparisons of a program with itself find any difference. */
export const levels = { primary: 0.04, other: 0.01 } as const;

/**
 * Levels of each of several comparisons, together 5 % too. They are equal: with five
 * runs per side the smallest possible p-value is 1/126, which a third of 2.5 % allows.
 */
const sharedLevels = (comparisons: number) =>
	comparisons === 1
		? levels
		: { primary: 0.025 / comparisons, other: 0.025 / comparisons };

/** Primary measures if no plan has criteria. */
const defaultPrimary: readonly string[] = ["delivery.ratio", "latency.p95"];

/**
 * Compares two sets of runs, measure by measure, one value per run.
 *
 * @throws LabError `same-run`, `mixed-plans`, `unknown-measure`
 */
export function compareRuns(
	base: readonly RunFigures[],
	candidate: readonly RunFigures[],
	options: CompareOptions = {},
): Comparisons {
	assertReplicates(
		[
			{ name: "base", runs: base },
			{ name: "candidate", runs: candidate },
		],
		options,
	);
	const primary = primaryOf([...base, ...candidate], options.primary);
	const values = new Map(
		[...base, ...candidate].map((run) => [run, valuesOf(run)]),
	);
	const names = [
		...new Set([
			...primary,
			...[...values.values()].flatMap((one) => [...one.keys()]),
		]),
	];
	const sidesOf = (measure: string): Sides => {
		const comparable = known(measure);
		const { margin = 0.05, lossMargin = 0.2 } = options;
		const side = (runs: readonly RunFigures[]) =>
			runs.flatMap((run) => {
				const value = values.get(run)?.get(measure);
				return value === undefined ? [] : [comparable.of(value)];
			});
		const { better, byShortfall } = comparable;
		return {
			from: side(base),
			to: side(candidate),
			margin: byShortfall ? lossMargin : margin,
			better: typeof better === "string" ? better : "neither",
		};
	};
	const family = (isPrimary: boolean) => {
		const mine = names.filter((name) => primary.includes(name) === isPrimary);
		const whole = mine.filter((name) =>
			[...values.values()].every((one) => one.has(name)),
		);
		const compared = compareFamily(
			whole.map(sidesOf),
			sharedLevels(options.comparisons ?? 1)[isPrimary ? "primary" : "other"],
		);
		return mine.map((measure): MeasureComparison => {
			const comparison = compared[whole.indexOf(measure)];
			const { unit, better, byShortfall } = known(measure);
			const lacking = [...values].flatMap(([run, one]) =>
				one.has(measure) ? [] : [{ run: run.run, why: lackOf(run, measure) }],
			);
			const about = { measure, unit, primary: isPrimary, lacking };
			if (comparison === undefined)
				return { ...about, ...incomplete(sidesOf(measure), lacking) };
			const undirected =
				comparison.answer === "different" && typeof better !== "string";
			return {
				...about,
				...comparison,
				reason: `${byShortfall ? "shortfall from 1: " : ""}${comparison.reason}${undirected ? `: ${better.neither}` : ""}`,
			};
		});
	};
	const measures = [...family(true), ...family(false)];
	const invalid = [...base, ...candidate].flatMap(({ run, invalid = [] }) =>
		invalid.map((why) => ({ run, why })),
	);
	return {
		base: base.map(({ run }) => run),
		candidate: candidate.map(({ run }) => run),
		measures,
		invalid,
		answer:
			invalid.length > 0
				? "inconclusive"
				: measures.some(({ direction }) => direction === "worse")
					? "worse"
					: measures.every(
								(one) =>
									!one.primary ||
									(one.lacking.length === 0 &&
										isNotWorse(one, sidesOf(one.measure))),
							)
						? "not worse"
						: "inconclusive",
	};
}

/** Not adjusted for several measures: all primary measures must hold at once, so 5 % for each is enough. */
const isNotWorse = (
	{ answer }: MeasureComparison,
	{ from, to, better, margin }: Sides,
): boolean =>
	better === "neither"
		? answer === "equivalent"
		: notWorse(from, to, { by: margin, confidence: 0.95, better }).holds ===
			"yes";

function incomplete(
	{ from, to }: Sides,
	lacking: MeasureComparison["lacking"],
): Comparison {
	const [first] = lacking;
	const named = lacking.map(({ run }) => run).join(", ");
	return {
		answer: "inconclusive",
		effect: Number.NaN,
		medians: [median(from), median(to)],
		replicates: [from.length, to.length],
		reason: `${lacking.length} runs have no value: ${named} (${first?.why})`,
	};
}

/** @throws LabError `unknown-measure` */
function primaryOf(
	runs: readonly RunFigures[],
	requested: readonly string[] | undefined,
): string[] {
	const named = requested ?? runs.flatMap(({ criteria }) => criteria);
	for (const name of named) known(name);
	const primary = [...new Set(named)];
	return primary.length > 0 ? primary : [...defaultPrimary];
}

function known(name: string): Comparable {
	const comparable = comparableOf(name);
	if (comparable !== undefined) return comparable;
	throw new LabError({
		code: "unknown-measure",
		what: `there is no measure '${name}'`,
		where: "--primary",
		help: suggestion(name, comparableNames),
	});
}

/** Returns one number per measure of a run; none for a measure that depends on undecided pairs. */
export function valuesOf(figures: RunFigures): Map<string, number> {
	const values = new Map<string, number>(
		Object.entries(measured(figures)).filter(
			([name]) => deliveryBounds(figures, name) === undefined,
		),
	);
	for (const { name } of runQueries) {
		const mine = figures.samples.filter(({ query }) => query === name);
		if (mine.length === 0) continue;
		values.set(name, median(mine.map((row) => reduced(name, row))));
	}
	return values;
}
