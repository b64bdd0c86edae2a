import { type Comparisons, compareRuns } from "@lab/analysis/compare";
import type { RunFigures } from "@lab/analysis/report";
import { compareReplicates } from "@lab/analysis/statistics";
import { runQueries } from "@lab/signals";
import { type Random, randomOf } from "./random.ts";

/** Standard deviation between runs of one program, relative to the value. */
export const SCATTER = 0.05;
/** A change that is worth knowing. */
export const CHANGE = 0.2;
/** The default margin of `compare`. */
const MARGIN = 0.05;
const PAIRS = 100_000;
const percentiles = ["p50", "p95", "p99", "max"] as const;

/** What is changed in the candidate: one measure, all, or none. */
type Changed = "latency.p95" | "container-memory" | "all" | "none";

export interface Family {
	/** Runs per side. */
	readonly runs: number;
	/** Correlation between any two measures of a run. */
	readonly correlation: number;
	readonly trials: number;
	readonly measures: number;
	/** Share of comparisons of a program with itself that find any difference. */
	readonly anyDifference: number;
	/** The same, with each measure tested alone at 5 %. */
	readonly anyAlone: number;
	readonly worse: number;
	/** Share of comparisons that call any measure equivalent though each changed by the margin. */
	readonly falselyEquivalent: number;
	/** Share of comparisons that find a change of 20 % in a primary measure. */
	readonly primaryPower: number;
	/** The same, if it were the only measure, at 5 %. */
	readonly alonePower: number;
	/** Share of comparisons that find it in a measure that is not primary. */
	readonly otherPower: number;
	/** Median of the change of the primary measure that `compare` says could have been shown. */
	readonly couldShow: number;
	/** Share of comparisons that find a change of that size; 80 % is promised. */
	readonly couldShowPower: number;
}

export const sizes = [4, 5, 10] as const;
export const correlations = [0, 0.5, 0.9] as const;

/** Compares many simulated programs with themselves, and with changed ones. */
export function simulateFamily(
	runs: number,
	correlation: number,
	trials: number,
	seed: number,
): Family {
	const random = randomOf(seed);
	const compared = (changed: Changed, by: number, count = trials) =>
		Array.from({ length: count }, () => {
			const base = sideOf("base", runs, correlation, random);
			const candidate = sideOf("candidate", runs, correlation, random, {
				changed,
				by,
			});
			return { base, candidate, both: compareRuns(base, candidate) };
		});
	const same = compared("none", 0);
	const primary = compared("latency.p95", CHANGE);
	const couldShow = medianOf(
		same.map(({ both }) => of(both, "latency.p95").couldShow ?? Number.NaN),
	);
	return {
		runs,
		correlation,
		trials,
		measures: same[0]?.both.measures.length ?? 0,
		anyDifference: share(same, ({ both }) => any(both, "different")),
		anyAlone: share(same, ({ base, candidate, both }) =>
			both.measures.some(({ measure }) =>
				isDifferentAlone(base, candidate, measure),
			),
		),
		worse: share(same, ({ both }) => both.answer === "worse"),
		falselyEquivalent: share(compared("all", MARGIN), ({ both }) =>
			both.measures.some(
				({ measure, answer }) =>
					answer === "equivalent" && simulated.has(measure),
			),
		),
		primaryPower: share(primary, ({ both }) => isFound(both, "latency.p95")),
		alonePower: share(primary, ({ base, candidate }) =>
			isDifferentAlone(base, candidate, "latency.p95"),
		),
		otherPower: share(compared("container-memory", CHANGE), ({ both }) =>
			isFound(both, "container-memory"),
		),
		couldShow,
		couldShowPower: share(compared("latency.p95", couldShow), ({ both }) =>
			isFound(both, "latency.p95"),
		),
	};
}

const share = <T>(all: readonly T[], holds: (one: T) => boolean): number =>
	all.filter(holds).length / all.length;
const any = ({ measures }: Comparisons, answer: string): boolean =>
	measures.some((one) => one.answer === answer);
const of = ({ measures }: Comparisons, name: string) =>
	measures.find(
		({ measure }) => measure === name,
	) as Comparisons["measures"][number];
const isFound = (both: Comparisons, name: string): boolean =>
	of(both, name).answer === "different";
const medianOf = (values: readonly number[]): number =>
	[...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ??
	Number.NaN;

/** How to read the simulated measures from a run; the others follow from these. */
const simulated = new Map<string, (run: RunFigures) => number>([
	...percentiles.map(
		(name) =>
			[
				`latency.${name}`,
				({ latency }: RunFigures) => latency[`${name}_ns`] ?? Number.NaN,
			] as const,
	),
	...runQueries.map(
		({ name }) =>
			[
				name,
				({ samples }: RunFigures) =>
					samples.find(({ query }) => query === name)?.median_value ??
					Number.NaN,
			] as const,
	),
]);

function isDifferentAlone(
	base: readonly RunFigures[],
	candidate: readonly RunFigures[],
	measure: string,
): boolean {
	const value = simulated.get(measure);
	return (
		value !== undefined &&
		compareReplicates(base.map(value), candidate.map(value), {
			// A margin of nothing: only the difference is of interest.
			margin: 0,
			better: "neither",
		}).answer === "different"
	);
}

function sideOf(
	name: string,
	runs: number,
	correlation: number,
	random: Random,
	{ changed, by }: { changed: Changed; by: number } = {
		changed: "none",
		by: 0,
	},
): RunFigures[] {
	return Array.from({ length: runs }, (_, number) => {
		const common = random.normal();
		const around = (measure: string, value: number): number => {
			const own = random.normal();
			const z =
				Math.sqrt(correlation) * common + Math.sqrt(1 - correlation) * own;
			const factor = changed === measure || changed === "all" ? 1 + by : 1;
			return value * factor * Math.exp(SCATTER * z);
		};
		return runOf(`${name}-${number}`, around);
	});
}

/** The parts of a run's figures that a comparison reads. */
function runOf(
	run: string,
	around: (measure: string, value: number) => number,
): RunFigures {
	const missing = Math.round(around("delivery.ratio", 1000));
	const latency = Object.fromEntries(
		percentiles.flatMap((name, place) => {
			const ns = around(`latency.${name}`, 1e7 * (place + 1));
			return ["_ns", "_low_ns", "_high_ns"].map((end) => [name + end, ns]);
		}),
	);
	return {
		run,
		plan: "simulated",
		criteria: [],
		outcomes: [
			{ outcome: "delivered", reason: "", pairs: PAIRS - missing },
			{ outcome: "missing", reason: "", pairs: missing },
		],
		latency,
		samples: runQueries.map(({ name }) => {
			const value = around(name, 100);
			return {
				query: name,
				series: "all",
				last_value: value,
				median_value: value,
				min_value: value,
				max_value: value,
			};
		}),
		nodesWithLogGap: 0,
		undecidedLosses: 0,
		lineCount: {},
		parts: {},
		measures: {},
	} as unknown as RunFigures;
}
