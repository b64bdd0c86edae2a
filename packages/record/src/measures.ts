export interface Measure {
	/** Unit, printed after the number. */
	readonly unit: "messages" | "ratio" | "ms" | "nodes" | "count" | "peers";
	readonly meaning: string;
	/** Where it is computed: by the runner during the run, or by the analysis from the dataset. */
	readonly by: "runner" | "analysis";
	/** Which direction is an improvement, for baselines and comparisons. */
	readonly better: "higher" | "lower";
	/** It has no value for a window: it is about the whole run, or about its end. */
	readonly ofRun?: true;
}

/** All measures that a guard or a criterion can bound; each is computed in one place. */
export const measures = {
	"publishes.failed": {
		unit: "messages",
		meaning: "planned messages that no node acknowledged in time",
		by: "runner",
		better: "lower",
		ofRun: true,
	},
	"publishes.lateness.p99": {
		unit: "ms",
		meaning: "99th percentile of actual minus intended send time",
		by: "runner",
		better: "lower",
		ofRun: true,
	},
	"nodes.lost": {
		unit: "nodes",
		meaning: "nodes that disappeared although no step removed them",
		by: "runner",
		better: "lower",
		ofRun: true,
	},
	"disturbances.unproven": {
		unit: "count",
		meaning: "churns, partitions and shapes whose probes did not confirm them",
		by: "runner",
		better: "lower",
		ofRun: true,
	},
	"scrapes.missing": {
		unit: "nodes",
		meaning: "nodes not scraped after the last message",
		by: "runner",
		better: "lower",
		ofRun: true,
	},
	"clock.skew": {
		unit: "ms",
		meaning:
			"largest proven clock offset: of a node from the runner, of a machine from its time reference",
		by: "runner",
		better: "lower",
		ofRun: true,
	},
	"logs.missing": {
		unit: "nodes",
		meaning: "nodes whose log has a gap",
		by: "analysis",
		better: "lower",
	},
	"delivery.ratio": {
		unit: "ratio",
		meaning: "share of expected (message, node) pairs that were delivered",
		by: "analysis",
		better: "higher",
	},
	"delivery.missing": {
		unit: "messages",
		meaning: "expected (message, node) pairs never delivered",
		by: "analysis",
		better: "lower",
	},
	"delivery.duplicates": {
		unit: "messages",
		meaning: "(message, node) pairs delivered more than once",
		by: "analysis",
		better: "lower",
	},
	"delivery.unobservable": {
		unit: "messages",
		meaning: "expected pairs whose delivery cannot be determined",
		by: "analysis",
		better: "lower",
	},
	"latency.p50": {
		unit: "ms",
		meaning: "median delivery latency",
		by: "analysis",
		better: "lower",
	},
	"latency.p95": {
		unit: "ms",
		meaning: "95th percentile of delivery latency",
		by: "analysis",
		better: "lower",
	},
	"latency.p99": {
		unit: "ms",
		meaning: "99th percentile of delivery latency",
		by: "analysis",
		better: "lower",
	},
	"latency.max": {
		unit: "ms",
		meaning: "longest delivery latency",
		by: "analysis",
		better: "lower",
	},
	"mesh.degree.min": {
		unit: "peers",
		meaning: "smallest mesh degree of a node",
		by: "analysis",
		better: "higher",
	},
	"peers.min": {
		unit: "peers",
		meaning: "smallest number of peers of a node at its last scrape",
		by: "analysis",
		better: "higher",
	},
	"kad.lookups.success": {
		unit: "ratio",
		meaning: "share of lookups in which a peer answered",
		by: "analysis",
		better: "higher",
	},
	"kad.lookups.p95": {
		unit: "ms",
		meaning: "95th percentile of lookup duration on the slowest node",
		by: "analysis",
		better: "lower",
	},
	"services.found": {
		unit: "ratio",
		meaning:
			"share of a service's providers found by the least successful search",
		by: "analysis",
		better: "higher",
		ofRun: true,
	},
	"hubs.above-mark": {
		unit: "count",
		meaning: "hubs with more connections at the end than their high water mark",
		by: "analysis",
		better: "lower",
		ofRun: true,
	},
	"hubs.above-cap": {
		unit: "count",
		meaning: "hubs that ever had more connections than their hard limit",
		by: "analysis",
		better: "lower",
		ofRun: true,
	},
	"hubs.outbound-dropped": {
		unit: "peers",
		meaning: "peers that a hub dialled itself and then dropped",
		by: "analysis",
		better: "lower",
		ofRun: true,
	},
	"hubs.guarded-dropped": {
		unit: "peers",
		meaning: "protected peers that a hub dropped",
		by: "analysis",
		better: "lower",
	},
	"hubs.dropped-in-grace": {
		unit: "count",
		meaning: "drops of peers within their grace period",
		by: "analysis",
		better: "lower",
	},
	"store.not-archived": {
		unit: "messages",
		meaning:
			"relayed messages that a store did not archive, summed over stores",
		by: "analysis",
		better: "lower",
	},
	"filter.missed": {
		unit: "messages",
		meaning:
			"relayed messages that a filter client did not receive, summed over clients",
		by: "analysis",
		better: "lower",
	},
	"lightpush.success": {
		unit: "ratio",
		meaning: "share of pushed messages that a relay node received",
		by: "analysis",
		better: "higher",
	},
} as const satisfies Record<string, Measure>;

export type MeasureName = keyof typeof measures;

/** Names of the measures that the runner, or the analysis, computes. */
export type MeasureBy<Who extends Measure["by"]> = {
	[Name in MeasureName]: (typeof measures)[Name]["by"] extends Who
		? Name
		: never;
}[MeasureName];
