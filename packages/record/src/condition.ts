import * as v from "valibot";
import { fraction, label } from "./scalar.ts";

interface Measure {
	/** What the number counts, as printed behind it. */
	readonly unit: "messages" | "ratio" | "ms" | "nodes" | "count" | "peers";
	readonly meaning: string;
	/** Who can tell: the runner while it runs, or the analysis from the dataset. */
	readonly by: "runner" | "analysis";
}

/** Everything that a guard or a criterion may be about. */
export const measures = {
	"publishes.failed": {
		unit: "messages",
		meaning: "planned messages that no node acknowledged in time",
		by: "runner",
	},
	"publishes.lateness.p99": {
		unit: "ms",
		meaning: "99th percentile of actual minus intended send time",
		by: "runner",
	},
	"nodes.lost": {
		unit: "nodes",
		meaning: "nodes that went away without the timeline's word",
		by: "runner",
	},
	"disturbances.unproven": {
		unit: "count",
		meaning: "churns, partitions and shapes whose probes did not show them",
		by: "runner",
	},
	"scrapes.missing": {
		unit: "nodes",
		meaning: "nodes not scraped after the last message",
		by: "runner",
	},
	"clock.skew": {
		unit: "ms",
		meaning:
			"largest distance that is certain of a node's clock from the runner's, of a machine's from its reference",
		by: "runner",
	},
	"logs.missing": {
		unit: "nodes",
		meaning: "nodes whose log has a gap",
		by: "analysis",
	},
	"delivery.ratio": {
		unit: "ratio",
		meaning: "delivered of expected (message, node) pairs",
		by: "analysis",
	},
	"delivery.missing": {
		unit: "messages",
		meaning: "expected (message, node) pairs never delivered",
		by: "analysis",
	},
	"delivery.duplicates": {
		unit: "messages",
		meaning: "(message, node) pairs delivered more than once",
		by: "analysis",
	},
	"delivery.unobservable": {
		unit: "messages",
		meaning: "expected pairs of which nobody can tell",
		by: "analysis",
	},
	"latency.p50": {
		unit: "ms",
		meaning: "median delivery latency",
		by: "analysis",
	},
	"latency.p95": {
		unit: "ms",
		meaning: "95th percentile of delivery latency",
		by: "analysis",
	},
	"latency.p99": {
		unit: "ms",
		meaning: "99th percentile of delivery latency",
		by: "analysis",
	},
	"latency.max": {
		unit: "ms",
		meaning: "longest delivery latency",
		by: "analysis",
	},
	"mesh.degree.min": {
		unit: "peers",
		meaning: "smallest mesh degree of a node",
		by: "analysis",
	},
	"peers.min": {
		unit: "peers",
		meaning: "fewest peers that a node was connected to at its last scrape",
		by: "analysis",
	},
	"kad.lookups.success": {
		unit: "ratio",
		meaning: "lookups in which a peer answered",
		by: "analysis",
	},
	"kad.lookups.p95": {
		unit: "ms",
		meaning:
			"95th percentile of how long the lookups of a node took, of the slowest node",
		by: "analysis",
	},
	"services.found": {
		unit: "ratio",
		meaning:
			"nodes found of those that offer a service, of the search that found least",
		by: "analysis",
	},
	"hubs.above-mark": {
		unit: "count",
		meaning: "hubs with more connections at the end than their high water mark",
		by: "analysis",
	},
	"hubs.above-cap": {
		unit: "count",
		meaning: "hubs that ever had more connections than their hard limit",
		by: "analysis",
	},
	"hubs.outbound-dropped": {
		unit: "peers",
		meaning: "peers that a hub dialled itself and dropped",
		by: "analysis",
	},
	"hubs.guarded-dropped": {
		unit: "peers",
		meaning: "peers that a hub was to keep and dropped",
		by: "analysis",
	},
	"hubs.dropped-in-grace": {
		unit: "count",
		meaning: "drops of peers that were within their grace",
		by: "analysis",
	},
	"store.not-archived": {
		unit: "messages",
		meaning:
			"relayed messages that a store did not archive, summed over stores",
		by: "analysis",
	},
	"filter.missed": {
		unit: "messages",
		meaning:
			"relayed messages that a filter client did not get, summed over clients",
		by: "analysis",
	},
	"lightpush.success": {
		unit: "ratio",
		meaning: "pushed messages that a relay node has got",
		by: "analysis",
	},
} as const satisfies Record<string, Measure>;

export type MeasureName = keyof typeof measures;

/** A bound on one measure: within it the condition holds. */
export const condition = v.pipe(
	v.strictObject({
		measure: v.picklist(Object.keys(measures) as MeasureName[]),
		/** Name of the window it is measured in; absent: the whole run. */
		window: v.exactOptional(label),
		atLeast: v.exactOptional(v.number()),
		atMost: v.exactOptional(v.number()),
		/** Not worse than a named set of runs, by more than a fraction. */
		baseline: v.exactOptional(
			v.strictObject({
				name: label,
				by: fraction,
				confidence: fraction,
			}),
		),
	}),
	v.check(
		({ atLeast, atMost, baseline }) =>
			atLeast !== undefined || atMost !== undefined || baseline !== undefined,
		"must have atLeast, atMost or baseline",
	),
);

export type Condition = v.InferOutput<typeof condition>;

/** Whether a number is within the bounds of a condition; a baseline is the analysis' to judge. */
export function holds(given: Condition, observed: number): boolean {
	return (
		observed >= (given.atLeast ?? Number.NEGATIVE_INFINITY) &&
		observed <= (given.atMost ?? Number.POSITIVE_INFINITY)
	);
}
