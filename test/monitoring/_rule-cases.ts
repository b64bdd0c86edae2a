/** Samples of one series, while healthy and during the fault. */
export interface InputSeries {
	readonly series: string;
	/** Value of a gauge, or increase of a counter per step. */
	readonly healthy: number;
	readonly faulty: number;
	readonly kind: "gauge" | "counter";
}

export interface AlertCase {
	readonly alert: string;
	readonly inputs: readonly InputSeries[];
	/** Labels of the alert besides its name and severity. */
	readonly labels: Readonly<Record<string, string>>;
	/** Expected summary of the alert. */
	readonly summary: string;
}

export interface RecordCase {
	readonly record: string;
	readonly inputs: readonly InputSeries[];
	/** Samples recorded while healthy. */
	readonly samples: readonly {
		readonly labels: string;
		readonly value: number;
	}[];
}

const gauge = (
	series: string,
	healthy: number,
	faulty = healthy,
): InputSeries => ({
	series,
	healthy,
	faulty,
	kind: "gauge",
});

const counter = (
	series: string,
	healthy: number,
	faulty = healthy,
): InputSeries => ({
	series,
	healthy,
	faulty,
	kind: "counter",
});

const node = { node: "node-01" };
const onNode = 'node="node-01"';
const GIB = 2 ** 30;

export const alertCases: readonly AlertCase[] = [
	{
		alert: "ExperimentNodeSilent",
		inputs: [
			gauge('up{job="libp2p-nodes",namespace="lab-a",pod="relay-3"}', 1, 0),
			// Never responded, so the alert must not fire for it.
			gauge('up{job="libp2p-nodes",namespace="lab-a",pod="publisher"}', 0, 0),
		],
		labels: { job: "libp2p-nodes", namespace: "lab-a", pod: "relay-3" },
		summary: "relay-3 in lab-a no longer responds to scrapes",
	},
	{
		alert: "NodeClockFree",
		inputs: [gauge(`node_timex_sync_status{${onNode}}`, 1, 0)],
		labels: node,
		summary: "the clock of node-01 is not synchronized",
	},
	{
		alert: "NodeClockOff",
		inputs: [gauge(`node_timex_offset_seconds{${onNode}}`, 0.0001, -0.02)],
		labels: node,
		summary: "the clock of node-01 is 20ms off",
	},
	{
		alert: "NodeKillsForMemory",
		inputs: [counter(`node_vmstat_oom_kill{${onNode}}`, 0, 1)],
		labels: node,
		summary: "the OOM killer of node-01 killed a process",
	},
	{
		alert: "NodeMemoryLow",
		inputs: [
			gauge(`node_memory_MemAvailable_bytes{${onNode}}`, 50, 2),
			gauge(`node_memory_MemTotal_bytes{${onNode}}`, 100),
		],
		labels: node,
		summary: "node-01 has 2% of its memory left",
	},
	{
		alert: "NodeDiskFull",
		inputs: ["avail", "size"].map((what) =>
			gauge(
				`node_filesystem_${what}_bytes{${onNode},mountpoint="/",fstype="ext4"}`,
				what === "size" ? 100 : 50,
				what === "size" ? 100 : 5,
			),
		),
		labels: { ...node, mountpoint: "/", fstype: "ext4" },
		summary: "/ of node-01 has 5% left",
	},
	{
		alert: "NodeMemoryBroken",
		inputs: [
			counter(
				`node_edac_uncorrectable_errors_total{${onNode},controller="0"}`,
				0,
				1,
			),
		],
		labels: { ...node, controller: "0" },
		summary: "node-01 has uncorrectable memory errors",
	},
	{
		alert: "NodeThrottles",
		inputs: [
			counter(`node_cpu_core_throttles_total{${onNode},core="0"}`, 0, 60),
		],
		labels: node,
		summary: "node-01 throttles its cores",
	},
	{
		alert: "NodeDropsPackets",
		inputs: [counter(`node_softnet_dropped_total{${onNode},cpu="0"}`, 0, 3)],
		labels: node,
		summary: "node-01 drops packets because its cores cannot keep up",
	},
	{
		alert: "NodeLinkUnsteady",
		inputs: [
			counter(
				`node_network_carrier_changes_total{${onNode},device="eno1"}`,
				0,
				1,
			),
		],
		labels: { ...node, device: "eno1" },
		summary: "the link eno1 of node-01 is flapping",
	},
	{
		alert: "NodeConnectionTableFull",
		inputs: [
			gauge(`node_nf_conntrack_entries{${onNode}}`, 10, 95),
			gauge(`node_nf_conntrack_entries_limit{${onNode}}`, 100),
		],
		labels: node,
		summary: "the connection tracking table of node-01 is 95% full",
	},
	{
		alert: "NodeNeighbourTableFull",
		inputs: [
			gauge(`node_arp_entries{${onNode},device="a"}`, 10, 50),
			gauge(`node_arp_entries{${onNode},device="b"}`, 10, 45),
			gauge(`node_sysctl_net_ipv4_neigh_default_gc_thresh3{${onNode}}`, 100),
		],
		labels: node,
		summary: "the neighbour table of node-01 is 95% full",
	},
	{
		alert: "NodeNotReady",
		inputs: [
			gauge(
				`kube_node_status_condition{${onNode},condition="Ready",status="true"}`,
				1,
				0,
			),
		],
		labels: { ...node, condition: "Ready", status: "true" },
		summary: "node-01 is not ready",
	},
	{
		alert: "ContainerCrashes",
		inputs: [
			gauge(
				'kube_pod_container_status_waiting_reason{namespace="vmetrics",pod="vmagent-0",container="vmagent",reason="CrashLoopBackOff"}',
				0,
				1,
			),
		],
		labels: { namespace: "vmetrics", pod: "vmagent-0", container: "vmagent" },
		summary: "vmagent in vmetrics/vmagent-0 is crash-looping",
	},
	{
		alert: "VolumeUnsafe",
		inputs: [gauge('longhorn_volume_robustness{volume="pvc-1"}', 1, 2)],
		labels: { volume: "pvc-1" },
		summary: "the volume pvc-1 is missing replicas",
	},
	{
		alert: "VolumeUnsafe",
		inputs: [
			gauge(
				'longhorn_volume_robustness{volume="pvc-1",state="degraded"}',
				0,
				1,
			),
			gauge('longhorn_volume_robustness{volume="pvc-1",state="healthy"}', 1, 0),
		],
		labels: { volume: "pvc-1", state: "degraded" },
		summary: "the volume pvc-1 is missing replicas",
	},
	{
		alert: "TargetSilent",
		inputs: [
			gauge('up{job="node-exporter",instance="node-01"}', 1, 0),
			gauge('up{job="libp2p-nodes",instance="relay-3"}', 1, 0),
			gauge('up{job="fleet-nodes",instance="mix-3"}', 1, 0),
		],
		labels: { job: "node-exporter", instance: "node-01" },
		summary: "node-exporter cannot be scraped at node-01",
	},
	{
		alert: "SamplesRefused",
		inputs: [
			counter(
				'vmagent_remotewrite_packets_dropped_total{instance="vmagent-0",url="1"}',
				0,
				2,
			),
		],
		labels: { instance: "vmagent-0" },
		summary: "the metrics store rejects samples from vmagent-0",
	},
	{
		alert: "LinesRefused",
		inputs: [
			counter(
				'vl_rows_dropped_total{instance="vlstorage-0",reason="too_small_timestamp"}',
				0,
				7,
			),
		],
		labels: { instance: "vlstorage-0", reason: "too_small_timestamp" },
		summary: "vlstorage-0 drops log lines: too_small_timestamp",
	},
	{
		alert: "LinesTooLong",
		inputs: [
			counter('vl_too_long_lines_skipped_total{instance="vlinsert-0"}', 0, 1),
		],
		labels: { instance: "vlinsert-0" },
		summary: "vlinsert-0 drops log lines that are too long",
	},
	{
		alert: "MetricsStoreFull",
		inputs: [
			gauge(
				'vm_free_disk_space_bytes{instance="vmstorage-0",path="/storage"}',
				100 * GIB,
				2 * GIB,
			),
		],
		labels: { instance: "vmstorage-0", path: "/storage" },
		summary: "vmstorage-0 has 2GiB left for metrics",
	},
	{
		alert: "LogStoreFull",
		inputs: [
			gauge(
				'vl_free_disk_space_bytes{instance="vlstorage-0",path="/storage"}',
				100 * GIB,
				2 * GIB,
			),
		],
		labels: { instance: "vlstorage-0", path: "/storage" },
		summary: "vlstorage-0 has 2GiB left for logs",
	},
];

const pod = (ordinal: number, more = "") =>
	`{job="libp2p-nodes",namespace="lab-a",pod="relay-${ordinal}"${more}}`;
const perPod = (
	metric: string,
	values: readonly number[],
	input: typeof gauge,
	more?: string,
) => values.map((value, ordinal) => input(metric + pod(ordinal, more), value));
const labels = (record: string) => `${record}{namespace="lab-a"}`;

export const recordCases: readonly RecordCase[] = [
	{
		record: "namespace:libp2p_nodes:up",
		inputs: perPod("up", [1, 1, 0], gauge),
		samples: [{ labels: labels("namespace:libp2p_nodes:up"), value: 2 }],
	},
	{
		record: "namespace:libp2p_peers:avg",
		inputs: perPod("libp2p_peers", [10, 20], gauge),
		samples: [{ labels: labels("namespace:libp2p_peers:avg"), value: 15 }],
	},
	{
		record: "namespace:libp2p_gossipsub_mesh_peers:avg",
		inputs: perPod(
			"libp2p_gossipsub_peers_per_topic_mesh",
			[4, 8],
			gauge,
			',topic="test"',
		),
		samples: [
			{
				labels: labels("namespace:libp2p_gossipsub_mesh_peers:avg"),
				value: 6,
			},
		],
	},
	{
		record: "namespace:libp2p_gossipsub_received:rate2m",
		inputs: perPod("libp2p_gossipsub_received_total", [15, 30], counter),
		samples: [
			{
				labels: labels("namespace:libp2p_gossipsub_received:rate2m"),
				value: 3,
			},
		],
	},
	{
		record: "namespace:libp2p_gossipsub_duplicate:ratio2m",
		inputs: [
			...perPod("libp2p_gossipsub_received_total", [15, 15], counter),
			...perPod("libp2p_gossipsub_duplicate_total", [45, 75], counter),
		],
		samples: [
			{
				labels: labels("namespace:libp2p_gossipsub_duplicate:ratio2m"),
				value: 4,
			},
		],
	},
	{
		record: "namespace:libp2p_network_bytes:rate2m",
		inputs: [
			...perPod(
				"libp2p_network_bytes_total",
				[150, 150],
				counter,
				',direction="in"',
			),
			...perPod(
				"libp2p_network_bytes_total",
				[300],
				counter,
				',direction="out"',
			),
		],
		samples: ["in", "out"].map((direction) => ({
			labels: `namespace:libp2p_network_bytes:rate2m{namespace="lab-a",direction="${direction}"}`,
			value: 20,
		})),
	},
];
