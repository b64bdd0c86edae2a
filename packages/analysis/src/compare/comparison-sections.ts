import type { Section, Tone } from "../report/sections/index.ts";
import { percent } from "../statistics/index.ts";
import type { Comparisons, MeasureComparison } from "./compare-runs.ts";
import type { PairComparison, SidesComparison } from "./compare-sides.ts";

const tones: Readonly<Record<string, Tone>> = {
	worse: "no",
	"not worse": "yes",
	better: "yes",
	equivalent: "yes",
	inconclusive: "unknown",
};

/** `v2 against v1`, with what both share. */
export const nameOf = ({ base, candidate }: PairComparison): string =>
	`${candidate.name} against ${base.name}`;

/** One row per comparison. */
export const answers = ({ pairs }: SidesComparison): Section => ({
	title: "Answers",
	note: "'worse': at least one measure is. 'not worse': every primary measure is certainly not worse by more than its margin.",
	columns: ["comparison", "runs", "answer", "worse", "better", "undecided"],
	rows: pairs.map((pair) => {
		const { result } = pair;
		const named = (wanted: string) =>
			result.measures
				.filter((one) => (one.direction ?? one.answer) === wanted)
				.map(({ measure }) => measure);
		return [
			nameOf(pair),
			`${result.base.length} and ${result.candidate.length}`,
			result.answer,
			named("worse").join(", "),
			named("better").join(", "),
			named("inconclusive").length,
		];
	}),
	tones: pairs.map(({ result }) => tones[result.answer]),
});

/** All measures of one comparison: effect, interval, and what these runs could have shown. */
export function effectTable(pair: PairComparison): Section {
	const measures = bySignificance(pair.result.measures);
	return {
		title: nameOf(pair),
		note: "Medians of the runs. The interval is for the measure alone; the answer accounts for all measures and comparisons of this page. 'could show': smallest change that these runs detect four times out of five; 'runs needed': to detect a change as large as the margin.",
		columns: [
			"measure",
			"unit",
			"base",
			"candidate",
			"change",
			"95 % interval",
			"answer",
			"could show",
			"runs needed",
		],
		rows: measures.map((one) => [
			`${one.measure}${one.primary ? " (primary)" : ""}`,
			one.unit,
			...one.medians.map((value) => shown(one, value)),
			Number.isNaN(one.effect) ? "" : signed(one.effect),
			one.difference
				? `${signed(one.difference.low)}\u00a0to\u00a0${signed(one.difference.high)}`
				: "",
			one.direction ?? one.answer,
			one.couldShow === undefined
				? ""
				: Number.isFinite(one.couldShow)
					? percent(one.couldShow).replace(" ", "\u00a0")
					: "no change",
			one.runsForMargin === undefined
				? ""
				: `${one.runsForMargin}\u00a0per\u00a0side`,
		]),
		tones: measures.map(({ primary, direction, answer }) =>
			primary || direction ? tones[direction ?? answer] : undefined,
		),
	};
}

/** The comparison of a ratio is that of its shortfall from 1; the table shows the ratio. */
const shown = ({ unit }: MeasureComparison, value: number): string | number => {
	if (Number.isNaN(value)) return "";
	return Number((unit === "ratio" ? 1 - value : value).toPrecision(5));
};

/** A percentage is never broken. */
const signed = (change: number): string =>
	`${change > 0 ? "+" : ""}${percent(change)}`.replace(" ", "\u00a0");

const order = ["worse", "different", "better", "inconclusive", "equivalent"];

/** What is worse comes first, and primary measures before the others. */
const bySignificance = (measures: readonly MeasureComparison[]) =>
	[...measures].sort(
		(a, b) =>
			order.indexOf(a.direction ?? a.answer) -
				order.indexOf(b.direction ?? b.answer) ||
			Number(b.primary) - Number(a.primary),
	);

/** Runs that could not be used, and why. */
export const lacking = ({ pairs }: SidesComparison): Section => ({
	title: "Runs without a value",
	columns: ["comparison", "measure", "run", "why"],
	rows: pairs.flatMap((pair) => [
		...pair.result.invalid.map(({ run, why }) => [
			nameOf(pair),
			"all",
			run,
			`invalid: ${why}`,
		]),
		...pair.result.measures.flatMap(({ measure, lacking: rows }) =>
			rows.map(({ run, why }) => [nameOf(pair), measure, run, why]),
		),
	]),
});

export const holdsOf = (answer: Comparisons["answer"]): Tone =>
	tones[answer] ?? "unknown";
