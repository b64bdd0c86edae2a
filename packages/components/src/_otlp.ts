import { images, type Store, splitImage } from "@lab/lab";

export interface OtlpCollector {
	readonly metrics: Store;
	readonly logs: Store;
	/** Name of the environment variable with the token that whoever pushes must show. */
	readonly tokenVariable: string;
	/** Before attributes are set: what guards or enriches. */
	readonly processors?: Readonly<Record<string, object>>;
	/** Largest gRPC message, MiB. @default the receiver's */
	readonly largestMessage?: number;
	/** Attributes that everything gets. */
	readonly marks?: Readonly<Record<string, string>>;
}

/** The collector itself replaces this by the variable's value. */
const variable = (name: string) => `\${env:${name}}`;
const podAddress = (port: number) => `${variable("MY_POD_IP")}:${port}`;

/** Attributes by the names that the lab's own scraping gives. */
const podAttributes = {
	namespace: "k8s.namespace.name",
	pod: "k8s.pod.name",
	pod_uid: "k8s.pod.uid",
	pod_ip: "k8s.pod.ip",
	node: "k8s.node.name",
} as const;

/** What both OTLP collectors set alike: one way in, with a token, and one way out. */
export function otlpValues({
	metrics,
	logs,
	tokenVariable,
	processors = {},
	largestMessage,
	marks = {},
}: OtlpCollector) {
	const transform = [
		{
			context: "resource",
			statements: [
				...Object.entries(marks).map(
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
	const first = [...Object.keys(processors), "transform"];
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
		// Not `config`: that is merged with a pipeline of traces that ends nowhere.
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
				...processors,
				transform: { metric_statements: transform, log_statements: transform },
				// The store adds up nothing: it wants totals.
				deltatocumulative: { max_stale: "5m" },
			},
			exporters: {
				"otlphttp/victoriametrics": {
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
						exporters: ["otlphttp/victoriametrics"],
					},
					logs: {
						receivers: ["otlp"],
						processors: first,
						exporters: ["otlphttp/victoriametrics"],
					},
				},
			},
		},
	};
}
