import {
	type Condition,
	holds,
	type Judgement,
	type MeasureName,
	measures,
} from "@lab/record";
import { type Protocol, partsOf } from "../protocol/index.ts";
import { notWorse } from "../statistics/index.ts";
import { comparableMeasure } from "./comparable.ts";
import {
	deliveryBounds,
	repeatedPairs,
	undecidedPairs,
} from "./delivery-bounds.ts";
import { boundsOf, lackOf } from "./latency-bounds.ts";
import { ownMeasures } from "./own-measures.ts";
import type { Measurable, RunFigures } from "./run-figures.ts";

/** Runs for comparisons with baselines: one value per run, on both sides. */
export interface Replicates {
	/** Runs of each baseline, by its name. */
	readonly baselines: Readonly<Record<string, readonly RunFigures[]>>;
	/** All runs with the same plan as the judged run, including that run. */
	readonly ofPlan: readonly RunFigures[];
}

/**
 * Returns all measures of a run; one that could not be computed is absent.
 *
 * @param window of the run. @default the whole run
 */
export function measured(
	figures: RunFigures,
	window?: string,
): Partial<Record<MeasureName, number>> {
	const part: Measurable | undefined =
		window === undefined ? figures : figures.parts[window];
	if (part === undefined) return {};
	const own = Object.entries(ownMeasures).flatMap(([name, compute]) => {
		const value = compute(part, figures);
		return value === undefined ? [] : [[name, value] as const];
	});
	return {
		...part.measures,
		...Object.fromEntries(own),
	};
}

/** Returns the names of the measures that the analysis computes. */
export const computedMeasures = (protocols: readonly Protocol[]): string[] => [
	...Object.keys(ownMeasures),
	...partsOf(protocols, ({ measures = {} }) => Object.keys(measures)),
];

/** Returns yes or no only if it is the answer for every value between the bounds. */
function heldBetween(
	condition: Condition,
	[low, high]: readonly [number, number],
): Judgement["holds"] {
	if (holds(condition, low) && holds(condition, high)) return "yes";
	const { atLeast = low, atMost = high } = condition;
	return high < atLeast || low > atMost ? "no" : "unknown";
}

/** Judges conditions on measures of the analysis; the runner judges the others. */
export const judge = (
	figures: RunFigures,
	conditions: readonly Condition[],
	replicates?: Replicates,
): Judgement[] =>
	conditions.map((condition): Judgement => {
		const { measure, window } = condition;
		const observed = measured(figures, window)[measure];
		const where = window === undefined ? "" : ` in window '${window}'`;
		if (observed === undefined) {
			return {
				condition,
				holds: "unknown",
				why: `${measure}${where}: ${lackOf(figures, measure, window)}`,
			};
		}
		const clocks = boundsOf(figures, measure, window);
		const pairs = deliveryBounds(figures, measure, window);
		const held = heldBetween(
			condition,
			clocks ?? pairs ?? [observed, observed],
		);
		const seen = explain(
			condition,
			observed,
			pairs === undefined
				? accuracy(clocks)
				: undecided(pairs, figures, condition),
		);
		const bounds = {
			holds: held,
			why: held === "no" ? `${seen}${nameMissing(condition, figures)}` : seen,
		};
		if (condition.baseline === undefined || bounds.holds !== "yes") {
			return { condition, observed, ...bounds };
		}
		return { condition, observed, ...againstBaseline(condition, replicates) };
	});

function againstBaseline(
	{ measure, window, baseline }: Condition,
	replicates: Replicates | undefined,
): Pick<Judgement, "holds" | "why"> {
	const { name, by, confidence } = baseline as NonNullable<
		Condition["baseline"]
	>;
	const base = replicates?.baselines[name];
	if (replicates === undefined || base === undefined) {
		return {
			holds: "unknown",
			why: `${measure}: no runs are given for baseline '${name}'; name them with 'pnpm analyze report --baseline ${name}=<run>,<run>'`,
		};
	}
	const comparable = comparableMeasure(measure);
	const both = base.find(({ run }) =>
		replicates.ofPlan.some((one) => one.run === run),
	);
	if (both !== undefined) {
		return {
			holds: "unknown",
			why: `${measure}: run '${both.run}' is in baseline '${name}' and among the runs compared with it; name other runs`,
		};
	}
	const invalid = base.find((run) => run.invalid?.length);
	if (invalid !== undefined) {
		return {
			holds: "unknown",
			why: `${measure}: run '${invalid.run}' of baseline '${name}' is invalid: ${invalid.invalid?.join("; ")}`,
		};
	}
	const lacking = [...base, ...replicates.ofPlan].filter(
		(run) => measured(run, window)[measure] === undefined,
	);
	const [first] = lacking;
	if (first !== undefined) {
		return {
			holds: "unknown",
			why: `${measure} against baseline '${name}': ${lacking.length} runs have no value: ${lacking.map(({ run }) => run).join(", ")} (${lackOf(first, measure, window)})`,
		};
	}
	const unsure = [...base, ...replicates.ofPlan].filter(
		(run) => deliveryBounds(run, measure, window) !== undefined,
	);
	if (unsure.length > 0) {
		return {
			holds: "unknown",
			why: `${measure} against baseline '${name}': no log shows whether some pairs were delivered in ${unsure.length} runs: ${unsure.map(({ run }) => run).join(", ")}`,
		};
	}
	const values = (runs: readonly RunFigures[]) =>
		runs.flatMap((run) => {
			const value = measured(run, window)[measure];
			return value === undefined ? [] : [comparable.of(value)];
		});
	const answer = notWorse(values(base), values(replicates.ofPlan), {
		by,
		confidence,
		better: comparable.better,
	});
	return {
		holds: answer.holds,
		why: `${measure} against baseline '${name}': ${comparable.byShortfall ? "shortfall from 1: " : ""}${answer.reason}`,
	};
}

function explain(
	{ measure, window, atLeast, atMost }: Condition,
	observed: number,
	bounds: string,
): string {
	const { unit } = measures[measure];
	const bound = [
		atLeast === undefined ? [] : [`at least ${atLeast}`],
		atMost === undefined ? [] : [`at most ${atMost}`],
	].flat();
	const value = `${short(observed)}${unit === "ms" ? " ms" : ""}`;
	return `${measure}${window === undefined ? "" : ` in window '${window}'`} is ${value}${bounds}, required ${bound.join(" and ")}`;
}

const short = (value: number): string => String(Number(value.toPrecision(6)));

type Bounds = readonly [low: number, high: number];

const accuracy = (between: Bounds | undefined): string =>
	between === undefined || between[1] - between[0] < 0.05
		? ""
		: ` (between ${between.map((end) => end.toFixed(2)).join(" and ")} within the accuracy of the clocks)`;

function undecided(
	between: Bounds,
	figures: RunFigures,
	{ measure, window }: Condition,
): string {
	const part = window === undefined ? figures : figures.parts[window];
	const pairs = part === undefined ? 0 : undecidedPairs(part);
	const repeated =
		part === undefined || measure !== "delivery.duplicates"
			? 0
			: repeatedPairs(part);
	const why = [
		...(pairs > 0
			? [`no log shows whether ${pairs} pairs were delivered`]
			: []),
		...(repeated > 0
			? [`the lines of ${repeated} are in the log more than once`]
			: []),
	];
	return ` (between ${between.map(short).join(" and ")}, since ${why.join(" and ")})`;
}

/** Names the first missing deliveries, if the condition is about them, and where to find all. */
function nameMissing(
	{ measure, window }: Condition,
	figures: RunFigures,
): string {
	const part = window === undefined ? figures : figures.parts[window];
	const count = measured(figures, window)["delivery.missing"] ?? 0;
	if (part === undefined || count === 0 || !aboutMissing.has(measure))
		return "";
	const messages = new Map<Id, string[]>();
	for (const { id, node } of part.missing) {
		const nodes = messages.get(id) ?? [];
		nodes.push(node);
		messages.set(id, nodes);
	}
	const named = [...messages].slice(0, 3).map(([id, nodes]) => {
		const { expected, missing } =
			figures.missingByMessage.find((row) => row.id === id) ?? {};
		if (missing !== undefined && missing === expected)
			return {
				text: `${id} reached nobody (${expected} nodes)`,
				pairs: missing,
			};
		const shown = nodes.slice(0, 3);
		return { text: `${id} at ${shown.join(", ")}`, pairs: shown.length };
	});
	const others = count - named.reduce((sum, { pairs }) => sum + pairs, 0);
	const more =
		others > 0
			? ` and ${others} more, listed in missing.csv of 'pnpm analyze report'`
			: "";
	return `; ${count} missing: ${named.map(({ text }) => text).join("; ")}${more}`;
}

type Id = Measurable["missing"][number]["id"];

/** Measures that missing deliveries make worse. */
const aboutMissing: ReadonlySet<string> = new Set([
	"delivery.missing",
	"delivery.ratio",
]);
