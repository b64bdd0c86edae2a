import {
	type Condition,
	holds,
	type Judgement,
	type MeasureName,
	measures,
} from "@lab/record";
import { notWorse } from "../statistics/index.ts";
import type { Measurable, RunFigures } from "./figures.ts";
import { protocolMeasures } from "./protocol-measures.ts";

const MS = 1e6;

/** Measures of which more is better; of all others less is. */
export const higherIsBetter: ReadonlySet<string> = new Set<MeasureName>([
	"delivery.ratio",
	"mesh.degree.min",
	"peers.min",
	"kad.lookups.success",
	"services.found",
	"lightpush.success",
]);

/** What a baseline is compared with: one value per run, on both sides. */
export interface Replicates {
	/** Runs by the name of a baseline. */
	readonly baselines: Readonly<Record<string, readonly RunFigures[]>>;
	/** All runs of the judged one's plan, itself among them. */
	readonly ofPlan: readonly RunFigures[];
}

/**
 * Everything that the analysis can say about a measure; undefined: nobody can.
 *
 * @param window of the run; absent: all of it
 */
export function measured(
	figures: RunFigures,
	window?: string,
): Partial<Record<MeasureName, number>> {
	const part: Measurable | undefined =
		window === undefined ? figures : figures.parts[window];
	if (part === undefined) return {};
	const { outcomes, latency, samples, nodesWithLogGap } = part;
	const pairs = (outcome: string) =>
		outcomes
			.filter((row) => row.outcome === outcome)
			.reduce((sum, row) => sum + row.pairs, 0);
	const arrived = pairs("delivered") + pairs("duplicate");
	const judged = arrived + pairs("missing");
	const connections = samples.filter(({ query }) => query === "connections");
	const mesh = samples.filter(({ query }) => query === "mesh-peers");
	return {
		...(window === undefined && protocolMeasures(figures)),
		"delivery.missing": pairs("missing"),
		"delivery.duplicates": pairs("duplicate"),
		"delivery.unobservable": pairs("unobservable"),
		...(judged > 0 && { "delivery.ratio": arrived / judged }),
		...(latency.p50_ns !== null && {
			"latency.p50": latency.p50_ns / MS,
			"latency.p95": (latency.p95_ns as number) / MS,
			"latency.p99": (latency.p99_ns as number) / MS,
			"latency.max": (latency.max_ns as number) / MS,
		}),
		...(mesh.length > 0 && {
			"mesh.degree.min": Math.min(
				...mesh.map(({ median_value }) => median_value),
			),
		}),
		...(connections.length > 0 && {
			"peers.min": Math.min(...connections.map(({ last_value }) => last_value)),
		}),
		...(figures.lineCount.lost !== undefined && {
			"logs.missing": nodesWithLogGap,
		}),
	};
}

/** Judges what the analysis can measure; the rest is the runner's to judge. */
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
				why: `${measure}${where}: there is nothing to measure it by`,
			};
		}
		const held = holds(condition, observed);
		const seen = explain(condition, observed);
		const bounds = {
			holds: held ? ("yes" as const) : ("no" as const),
			why: held ? seen : `${seen}${nameMissing(condition, figures)}`,
		};
		if (condition.baseline === undefined || bounds.holds === "no") {
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
			why: `${measure}: no runs are given as baseline '${name}'; pnpm analyze report --baseline ${name}=<run>,<run>`,
		};
	}
	const values = (runs: readonly RunFigures[]) =>
		runs.flatMap((run) => measured(run, window)[measure] ?? []);
	const answer = notWorse(values(base), values(replicates.ofPlan), {
		by,
		confidence,
		better: higherIsBetter.has(measure) ? "higher" : "lower",
	});
	return {
		holds: answer.holds,
		why: `${measure} against baseline '${name}': ${answer.reason}`,
	};
}

function explain(
	{ measure, window, atLeast, atMost }: Condition,
	observed: number,
): string {
	const { unit } = measures[measure];
	const bound = [
		atLeast === undefined ? [] : [`at least ${atLeast}`],
		atMost === undefined ? [] : [`at most ${atMost}`],
	].flat();
	const value = `${Number(observed.toPrecision(6))}${unit === "ms" ? " ms" : ""}`;
	return `${measure}${window === undefined ? "" : ` in window '${window}'`} is ${value}, asked ${bound.join(" and ")}`;
}

/** The first deliveries whose lack a condition does not hold for, and where all are. */
function nameMissing(
	{ measure, window }: Condition,
	figures: RunFigures,
): string {
	const part = window === undefined ? figures : figures.parts[window];
	const count = measured(figures, window)["delivery.missing"] ?? 0;
	if (part === undefined || count === 0 || !lacking.has(measure)) return "";
	const named = part.missing.slice(0, 5);
	const names = named.map(({ id, node }) => `${id} at ${node}`).join(", ");
	const others = count - named.length;
	const more =
		others > 0
			? ` and ${others} more, all in missing.csv of 'pnpm analyze report'`
			: "";
	return `; ${count} missing: ${names}${more}`;
}

/** What deliveries that are missing make worse. */
const lacking: ReadonlySet<string> = new Set([
	"delivery.missing",
	"delivery.ratio",
]);
