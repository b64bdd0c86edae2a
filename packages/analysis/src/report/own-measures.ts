import type { MeasureName } from "@lab/record";
import type { Measurable, Percentile, RunFigures } from "./run-figures.ts";

/** Computes a measure of the whole run or of a window; undefined if there is no data for it. */
type Computer = (part: Measurable, run: RunFigures) => number | undefined;

/** Measures of every run, whatever its protocols. */
export const ownMeasures = {
	"delivery.missing": (part) => pairs(part, "missing"),
	"delivery.duplicates": (part) => pairs(part, "duplicate"),
	"delivery.unobservable": (part) => pairs(part, "unobservable"),
	"delivery.ratio": (part) => {
		const arrived = pairs(part, "delivered") + pairs(part, "duplicate");
		const judged = arrived + pairs(part, "missing");
		return judged > 0 ? arrived / judged : undefined;
	},
	"latency.p50": (part) => latencyOf(part, "p50"),
	"latency.p95": (part) => latencyOf(part, "p95"),
	"latency.p99": (part) => latencyOf(part, "p99"),
	"latency.max": (part) => latencyOf(part, "max"),
	"mesh.degree.min": ({ samples }) =>
		least(samples, "mesh-peers", ({ median_value }) => median_value),
	"peers.min": ({ samples }) =>
		least(samples, "connections", ({ last_value }) => last_value),
	"logs.missing": ({ nodesWithLogGap }, { lineCount }) =>
		lineCount.lost === undefined ? undefined : nodesWithLogGap,
} as const satisfies Readonly<Partial<Record<MeasureName, Computer>>>;

const pairs = ({ outcomes }: Measurable, outcome: string): number =>
	outcomes
		.filter((row) => row.outcome === outcome)
		.reduce((sum, row) => sum + row.pairs, 0);

/** Latency in ms; undefined without an upper bound, since the percentile is then unknown. */
function latencyOf(
	{ latency }: Measurable,
	name: Percentile,
): number | undefined {
	const value = latency[`${name}_ns`];
	return value === null || latency[`${name}_high_ns`] === null
		? undefined
		: value / 1e6;
}

function least(
	samples: Measurable["samples"],
	query: string,
	of: (row: Measurable["samples"][number]) => number,
): number | undefined {
	const values = samples.filter((row) => row.query === query).map(of);
	return values.length === 0 ? undefined : Math.min(...values);
}
