import type { LogStream } from "./log-source.ts";

/** Under which names a stack keeps what we ask for. */
export interface LabelMapping {
	readonly namespace: string;
	readonly pod: string;
	readonly container: string;
	readonly host: string;
	/** The line itself. */
	readonly message: string;
	/** When the collector saw it. */
	readonly time: string;
	/** A number that orders lines of one time: where in its file a line began. */
	readonly order: string;
}

/** As the lab's collector writes to VictoriaLogs. */
export const labLabels: LabelMapping = {
	namespace: "kubernetes.pod_namespace",
	pod: "kubernetes.pod_name",
	container: "kubernetes.container_name",
	host: "kubernetes.pod_node_name",
	message: "_msg",
	time: "_time",
	order: "lab.offset",
};

/** As promtail and Alloy label for Loki. */
export const lokiLabels: LabelMapping = {
	namespace: "namespace",
	pod: "pod",
	container: "container",
	host: "node_name",
	message: "",
	time: "",
	order: "",
};

/** As Fluent Bit, Filebeat and vector write to Elasticsearch. */
export const elasticLabels: LabelMapping = {
	namespace: "kubernetes.namespace",
	pod: "kubernetes.pod.name",
	container: "kubernetes.container.name",
	host: "kubernetes.node.name",
	message: "message",
	time: "@timestamp",
	order: "log.offset",
};

/** The stream that a record's labels name. */
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
