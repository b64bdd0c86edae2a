/** cAdvisor series that the lab's queries use, as far as KWOK can simulate them from a pod's declared usage. */
const series = [
	{
		name: "container_cpu_usage_seconds_total",
		kind: "counter",
		help: "CPU time of the container in seconds",
		value: 'pod.CumulativeUsage("cpu", container.name)',
	},
	{
		name: "container_memory_working_set_bytes",
		kind: "gauge",
		help: "working set of the container in bytes (memory that cannot be reclaimed)",
		value: 'pod.Usage("memory", container.name)',
	},
	{
		name: "container_memory_usage_bytes",
		kind: "gauge",
		help: "memory of the container including caches in bytes",
		value: 'pod.Usage("memory", container.name)',
	},
	{
		name: "container_start_time_seconds",
		kind: "gauge",
		help: "seconds since the pod started",
		value: "pod.SinceSecond()",
	},
] as const;

/** KWOK Metric, served at `/metrics/nodes/<node>/metrics/cadvisor`. */
export const simulatedCadvisor = {
	apiVersion: "kwok.x-k8s.io/v1alpha1",
	kind: "Metric",
	metadata: { name: "cadvisor" },
	spec: {
		path: "/metrics/nodes/{nodeName}/metrics/cadvisor",
		metrics: series.map((one) => ({
			...one,
			dimension: "container",
			labels: [
				{ name: "container", value: "container.name" },
				{ name: "namespace", value: "pod.metadata.namespace" },
				{ name: "pod", value: "pod.metadata.name" },
			],
		})),
	},
};
