import {
	type Condition,
	holds,
	type Judgement,
	type MeasureName,
} from "@lab/record";
import type { RunFigures } from "./figures.ts";

const MS = 1e6;

/** Everything that the analysis can say about a measure; undefined: nobody can. */
export function measured({
	outcomes,
	latency,
	samples,
	lineCount,
	nodesWithLogGap,
}: RunFigures): Partial<Record<MeasureName, number>> {
	const pairs = (outcome: string) =>
		outcomes
			.filter((row) => row.outcome === outcome)
			.reduce((sum, row) => sum + row.pairs, 0);
	const arrived = pairs("delivered") + pairs("duplicate");
	const judged = arrived + pairs("missing");
	const mesh = samples.filter(({ query }) => query === "mesh-peers");
	return {
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
		...(lineCount.lost !== undefined && { "logs.missing": nodesWithLogGap }),
	};
}

/** Judges what the analysis can measure; the rest is the runner's to judge. */
export function judge(
	figures: RunFigures,
	conditions: readonly Condition[],
): Judgement[] {
	const values = measured(figures);
	return conditions.map((condition): Judgement => {
		const observed = values[condition.measure];
		if (observed === undefined) {
			return {
				condition,
				holds: "unknown",
				why: "the analysis has nothing to measure it by",
			};
		}
		if (condition.window !== undefined || condition.baseline !== undefined) {
			return {
				condition,
				observed,
				holds: "unknown",
				why: "only the whole run is measured here",
			};
		}
		return {
			condition,
			observed,
			holds: holds(condition, observed) ? "yes" : "no",
			why: explain(condition, observed, figures),
		};
	});
}

function explain(
	{ measure, atLeast, atMost }: Condition,
	observed: number,
	{ missing }: RunFigures,
): string {
	const bound = [
		atLeast === undefined ? [] : [`at least ${atLeast}`],
		atMost === undefined ? [] : [`at most ${atMost}`],
	].flat();
	const seen = `${measure} is ${Number(observed.toPrecision(6))}, asked ${bound.join(" and ")}`;
	if (!measure.startsWith("delivery") || missing.length === 0) return seen;
	const named = missing.slice(0, 5).map(({ id, node }) => `${id} at ${node}`);
	const more = missing.length > named.length ? ", ..." : "";
	return `${seen}; ${missing.length} missing: ${named.join(", ")}${more}`;
}
