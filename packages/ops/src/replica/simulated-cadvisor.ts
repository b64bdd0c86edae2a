/** What the lab's queries ask of cAdvisor, as far as KWOK can simulate it from a pod's declared use. */
const series = [
	{
		name: "container_cpu_usage_seconds_total",
		kind: "counter",
		help: "CPU time of the container, seconds",
		value: 'pod.CumulativeUsage("cpu", container.name)',
	},
	{
		name: "container_memory_working_set_bytes",
		kind: "gauge",
		help: "memory of the container that cannot be taken back, bytes",
		value: 'pod.Usage("memory", container.name)',
	},
	{
		name: "container_memory_usage_bytes",
		kind: "gauge",
		help: "memory of the container with its caches, bytes",
		value: 'pod.Usage("memory", container.name)',
	},
	{
		name: "container_start_time_seconds",
		kind: "gauge",
		help: "seconds since the pod began",
		value: "pod.SinceSecond()",
	},
] as const;

/** A Metric of KWOK: `/metrics/nodes/<node>/metrics/cadvisor`. */
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
