/** Unit of a metric's value. */
export type Unit =
	| "bytes"
	| "celsius"
	| "entries"
	| "errors"
	| "events"
	| "hertz"
	| "messages"
	| "packets"
	| "peers"
	| "seconds"
	| "state"
	| "streams"
	| "topics";

export interface Metric {
	readonly type: "counter" | "gauge";
	readonly unit: Unit;
	/** Labels besides those that every scrape adds: namespace, pod, instance, job, node. */
	readonly labels: readonly string[];
	readonly exporter:
		| "nim-libp2p"
		| "nim"
		| "cadvisor"
		| "node-exporter"
		| "kube-state-metrics"
		| "longhorn"
		| "victoria-metrics"
		| "victoria-logs"
		/** The scraper itself, which writes the metric for every job. */
		| "scrape";
	readonly meaning: string;
}
