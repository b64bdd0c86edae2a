import { type Environment, images, type Store, splitImage } from "@lab/lab";

export interface OtlpCollector {
	readonly metrics: Store;
	readonly logs: Store;
	/** Name of the environment variable with the token that clients must send. */
	readonly tokenVariable: string;
	/** Processors that run before attributes are set, such as enrichment. */
	readonly processors?: Readonly<Record<string, object>>;
	/** Maximum size of a gRPC message, MiB. @default the receiver's */
	readonly largestMessage?: number;
	/** Attributes to add to all data. */
	readonly attributes?: Readonly<Record<string, string>>;
}

/** Memory that data in flight may take; the pod's limit leaves room for the program. */
const MEMORY_MIB = 3000;

/** Requests and limits of a collector, if the environment reserves any. */
export const otlpResources = ({ reserves }: Environment) =>
	reserves && {
		resources: {
			requests: { cpu: "2", memory: "4Gi" },
			limits: { cpu: "4", memory: "5Gi" },
		},
	};

/** Reference to an environment variable, which the collector itself expands. */
const variable = (name: string) => `\${env:${name}}`;
const podAddress = (port: number) => `${variable("MY_POD_IP")}:${port}`;

/** Names of pod attributes: those of the lab's scrape jobs, and their OpenTelemetry sources. */
const podAttributes = {
	namespace: "k8s.namespace.name",
	pod: "k8s.pod.name",
	pod_uid: "k8s.pod.uid",
	pod_ip: "k8s.pod.ip",
	node: "k8s.node.name",
} as const;

/** Values that both OTLP collectors share: one authenticated receiver and one exporter. */
export function otlpValues({
	metrics,
	logs,
	tokenVariable,
	processors = {},
	largestMessage,
	attributes = {},
}: OtlpCollector) {
	const transform = [
		{
			context: "resource",
			statements: [
				...Object.entries(attributes).map(
					([name, value]) => `set(attributes["${name}"], "${value}")`,
				),
				...Object.entries(podAttributes).map(
					([name, source]) =>
						`set(attributes["${name}"], attributes["${source}"])`,
				),
			],
		},
	];
	const auth = { authenticator: "bearertokenauth" };
	const first = ["memory_limiter", ...Object.keys(processors), "transform"];
	return {
		mode: "deployment",
		image: { repository: splitImage(images.otelCollector).repository },
		ports: {
			metrics: { enabled: true },
			"jaeger-compact": { enabled: false },
			"jaeger-thrift": { enabled: false },
			"jaeger-grpc": { enabled: false },
			zipkin: { enabled: false },
		},
		// Not `config`, which would be merged with a traces pipeline that has no exporter.
		alternateConfig: {
			extensions: {
				health_check: { endpoint: podAddress(13133) },
				bearertokenauth: { token: variable(tokenVariable) },
			},
			receivers: {
				otlp: {
					protocols: {
						grpc: {
							endpoint: podAddress(4317),
							auth,
							...(largestMessage && { max_recv_msg_size_mib: largestMessage }),
						},
						http: { endpoint: podAddress(4318), auth },
					},
				},
			},
			processors: {
				// Rejects data before the pod is OOM-killed, so that senders retry.
				memory_limiter: {
					check_interval: "1s",
					limit_mib: MEMORY_MIB,
					spike_limit_mib: 512,
				},
				...processors,
				transform: { metric_statements: transform, log_statements: transform },
				// The store does not sum deltas; it needs cumulative values.
				deltatocumulative: { max_stale: "5m" },
			},
			exporters: {
				"otlp_http/victoriametrics": {
					compression: "gzip",
					encoding: "proto",
					metrics_endpoint: `${metrics.write}/opentelemetry/v1/metrics`,
					logs_endpoint: `${logs.write}/opentelemetry/v1/logs`,
				},
			},
			service: {
				extensions: ["health_check", "bearertokenauth"],
				telemetry: {
					metrics: {
						readers: [
							{
								pull: {
									exporter: {
										prometheus: { host: variable("MY_POD_IP"), port: 8888 },
									},
								},
							},
						],
					},
				},
				pipelines: {
					metrics: {
						receivers: ["otlp"],
						processors: [...first, "deltatocumulative"],
						exporters: ["otlp_http/victoriametrics"],
					},
					logs: {
						receivers: ["otlp"],
						processors: first,
						exporters: ["otlp_http/victoriametrics"],
					},
				},
			},
		},
	};
}
