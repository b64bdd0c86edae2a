import type { LogStream } from "./log-source.ts";

/** Names that a log store uses for the fields of a line. */
export interface LabelMapping {
	readonly namespace: string;
	readonly pod: string;
	readonly container: string;
	readonly host: string;
	/** The line itself. */
	readonly message: string;
	/** When the collector saw the line. */
	readonly time: string;
	/** Number that orders lines of the same time: the offset of the line in its file. */
	readonly order: string;
	/** Only a line that was cut has it: its length in bytes. */
	readonly cut?: string;
}

/** Labels that the lab's collector writes to VictoriaLogs. */
export const labLabels: LabelMapping = {
	namespace: "kubernetes.pod_namespace",
	pod: "kubernetes.pod_name",
	container: "kubernetes.container_name",
	host: "kubernetes.pod_node_name",
	message: "_msg",
	time: "_time",
	order: "lab.offset",
	cut: "lab.line_bytes",
};

/** Labels that Promtail and Alloy write to Loki. */
export const lokiLabels: LabelMapping = {
	namespace: "namespace",
	pod: "pod",
	container: "container",
	host: "node_name",
	message: "",
	time: "",
	order: "",
};

/** Fields that Fluent Bit, Filebeat and Vector write to Elasticsearch. */
export const elasticLabels: LabelMapping = {
	namespace: "kubernetes.namespace",
	pod: "kubernetes.pod.name",
	container: "kubernetes.container.name",
	host: "kubernetes.node.name",
	message: "message",
	time: "@timestamp",
	order: "log.offset",
};

/** Returns the stream that a record's labels identify. */
export function streamOf(
	labels: LabelMapping,
	value: (name: string) => string | undefined,
): LogStream {
	return {
		namespace: value(labels.namespace) ?? "",
		pod: value(labels.pod) ?? "",
		container: value(labels.container) ?? "",
		host: value(labels.host) ?? "",
	};
}

export const streamKey = (stream: LogStream): string =>
	`${stream.namespace}/${stream.pod}/${stream.container}/${stream.host}`;
