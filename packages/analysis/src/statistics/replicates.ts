import { adjustedPValues, splitsOf } from "./permutation.ts";
import { detectable, runsToDetect } from "./power.ts";
import { rankSumTail } from "./rank-sum.ts";
import { relativeScale, type Scale } from "./relative-scale.ts";
import { type Interval, median, shift, shiftInterval } from "./shift.ts";

/** Result of comparing two sets of replicates. */
export type Answer = "equivalent" | "different" | "inconclusive";

export interface Comparison {
	readonly answer: Answer;
	/** If different, whether the second side is better or worse; absent if neither applies. */
	readonly direction?: "better" | "worse";
	/** Relative change from the first side to the second: 0.05 = 5 % more. */
	readonly effect: number;
	/** 90 % confidence interval of the effect, not adjusted for other measures. */
	readonly equivalence?: Interval;
	/** 95 % confidence interval of the effect, not adjusted for other measures. */
	readonly difference?: Interval;
	/** p-value of the difference, adjusted for all measures of the family. */
	readonly p?: number;
	/** p-value of the equivalence, adjusted likewise; null hypothesis: the change is at least the margin. */
	readonly pEquivalent?: number;
	/** Smallest relative change that these runs detect with a probability of 80 %; Infinity if none. */
	readonly couldShow?: number;
	/** Runs per side needed to detect a change as large as the margin; absent if more than a thousand. */
	readonly runsForMargin?: number;
	readonly medians: readonly [number, number];
	readonly replicates: readonly [number, number];
	/** One sentence for a reader. */
	readonly reason: string;
}

export interface ComparisonRule {
	/** Largest relative change that is considered irrelevant: 0.05. */
	readonly margin: number;
	/** Which direction is better; with `neither`, a difference has no direction. */
	readonly better: "lower" | "higher" | "neither";
}

/** Values of one measure on both sides: one value per run. */
export interface Sides extends ComparisonRule {
	readonly from: readonly number[];
	readonly to: readonly number[];
}

/**
 * Compares two sides by one measure. @see compareFamily
 *
 * @param from one value per run of the base
 * @param to one value per run of the candidate
 */
export const compareReplicates = (
	from: readonly number[],
	to: readonly number[],
	rule: ComparisonRule,
): Comparison => compareFamily([{ from, to, ...rule }], 0.05)[0] as Comparison;

/**
 * Compares two sides by several measures, with one value per run and measure.
 * Samples within a run are never used: they are not independent, and testing them
 * finds a difference in three of four comparisons of a program with itself.
 *
 * The family-wise error rate is at most `level`, both for calling measures
 * different and for calling them equivalent, for any dependence between measures.
 * A measure without a value in one of the runs is inconclusive.
 *
 * Changes are relative: differences of logarithms if all values are positive,
 * else differences divided by the median of the first side.
 */
export function compareFamily(
	measures: readonly Sides[],
	level: number,
): Comparison[] {
	const scales = measures.map(({ from, to }) => relativeScale(from, to));
	const size = runsOf(measures);
	const judged = measures.flatMap((sides, place) => {
		const scale = scales[place];
		const whole = sides.from.length === size[0] && sides.to.length === size[1];
		return scale === undefined || !whole ? [] : [{ sides, scale, place }];
	});
	const differs = adjustedPValues(
		judged.map(({ sides: { from, to }, scale }) => [
			...scale.of(from),
			...scale.of(to),
		]),
		splitsOf(...size),
	);
	const equals = holm(
		judged.map(({ sides, scale }) => equivalenceP(sides, scale)),
	);
	const answers = new Map(
		judged.map(({ sides, scale, place }, index) => [
			place,
			answerOf(sides, scale, {
				p: differs[index] as number,
				pEquivalent: equals[index] as number,
				level,
				measures: judged.length,
			}),
		]),
	);
	return measures.map(
		(sides, place): Comparison =>
			answers.get(place) ?? {
				answer: "inconclusive",
				effect: Number.NaN,
				medians: [median(sides.from), median(sides.to)],
				replicates: [sides.from.length, sides.to.length],
				reason: "not every run has a value",
			},
	);
}

const runsOf = (measures: readonly Sides[]): [number, number] => [
	Math.max(0, ...measures.map(({ from }) => from.length)),
	Math.max(0, ...measures.map(({ to }) => to.length)),
];

/** Two one-sided rank-sum tests (TOST), one for each end of the margin. */
function equivalenceP({ from, to, margin }: Sides, scale: Scale): number {
	const [below, above] = [scale.to(-margin), scale.to(margin)];
	const base = scale.of(from);
	const changes = scale.of(to).flatMap((b) => base.map((a) => b - a));
	const tail = (count: number) => rankSumTail(from.length, to.length, count);
	return Math.max(
		tail(changes.filter((change) => change <= below).length),
		tail(changes.filter((change) => change >= above).length),
	);
}

/** Adjusts p-values for several tests (Holm). */
function holm(values: readonly number[]): number[] {
	const order = [...values.keys()].sort(
		(a, b) => (values[a] as number) - (values[b] as number),
	);
	const adjusted = [...values];
	let before = 0;
	for (const [rank, place] of order.entries()) {
		const one = (values[place] as number) * (values.length - rank);
		before = Math.min(1, Math.max(before, one));
		adjusted[place] = before;
	}
	return adjusted;
}

interface PValues {
	readonly p: number;
	readonly pEquivalent: number;
	readonly level: number;
	readonly measures: number;
}

function answerOf(
	{ from, to, margin, better }: Sides,
	scale: Scale,
	{ p, pEquivalent, level, measures }: PValues,
): Comparison {
	const replicates = [from.length, to.length] as const;
	const [a, b] = [scale.of(from), scale.of(to)];
	const effect = scale.back(shift(a, b));
	const interval = (confidence: number): Interval | undefined => {
		const raw = shiftInterval(a, b, confidence);
		return (
			raw && {
				confidence,
				low: scale.back(raw.low),
				high: scale.back(raw.high),
			}
		);
	};
	const equivalence = interval(0.9);
	const difference = interval(0.95);
	const scatter = scatterOf(a, b);
	const couldShow = scale.back(
		scatter * detectable(...replicates, level, measures),
	);
	const runsForMargin =
		scatter === 0
			? undefined
			: runsToDetect(scale.to(margin) / scatter, level, measures);
	const found = {
		effect,
		medians: [median(from), median(to)] as const,
		replicates,
		p,
		pEquivalent,
		couldShow,
		...(runsForMargin !== undefined && { runsForMargin }),
		...(equivalence && { equivalence }),
		...(difference && { difference }),
	};
	const among = measures > 1 ? ` among ${measures} measures` : "";
	if (pEquivalent <= level) {
		const seen = equivalence ? ` (${range(equivalence)})` : "";
		return {
			...found,
			answer: "equivalent",
			reason: `the change is within ${percent(margin)}${seen}`,
		};
	}
	if (p <= level) {
		const lower = effect < 0;
		const by = difference
			? `${range(difference)} for this measure alone; `
			: "";
		return {
			...found,
			answer: "different",
			...(better !== "neither" && {
				direction: lower === (better === "lower") ? "better" : "worse",
			}),
			reason: `the change is ${percent(effect)} (${by}p = ${p.toFixed(3)}${among})`,
		};
	}
	const seen =
		equivalence === undefined
			? "these runs are too few for an interval"
			: `the change may be ${range(equivalence)}`;
	return {
		...found,
		answer: "inconclusive",
		reason: `${seen}; ${abilityOf(found, margin)}`,
	};
}

/** Standard deviation of runs around the mean of their side. */
function scatterOf(a: readonly number[], b: readonly number[]): number {
	const squares = [a, b].map((values) => {
		const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
		return values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
	});
	const free = a.length + b.length - 2;
	return free <= 0
		? Number.POSITIVE_INFINITY
		: Math.sqrt(((squares[0] as number) + (squares[1] as number)) / free);
}

/** Says which change these runs detect, and how many runs would detect one as large as the margin. */
function abilityOf(
	{
		replicates,
		couldShow,
		runsForMargin,
	}: Pick<Comparison, "replicates" | "couldShow" | "runsForMargin">,
	margin: number,
): string {
	const [first, second] = replicates;
	const now =
		couldShow !== undefined && Number.isFinite(couldShow)
			? `with this scatter, ${first} against ${second} runs detect a change of ${percent(couldShow)} or more`
			: `${first} against ${second} runs detect no change, however large`;
	if (runsForMargin === undefined) return now;
	return runsForMargin > Math.min(first, second)
		? `${now}; ${runsForMargin} per side would detect ${percent(margin)}`
		: now;
}

export const percent = (share: number): string =>
	Number.isFinite(share)
		? `${(share * 100).toFixed(1)} %`
		: `${share < 0 ? "-" : ""}unbounded`;
export const range = ({ low, high, confidence }: Interval): string =>
	`${percent(low)} to ${percent(high)} at ${confidence * 100} % confidence`;
