/** How the samples of a series go while all is well and while it is not. */
export interface Course {
	readonly series: string;
	/** A gauge's value, or what a counter grows by at each step. */
	readonly well: number;
	readonly ill: number;
	readonly kind: "gauge" | "counter";
}

export interface AlertCase {
	readonly alert: string;
	readonly courses: readonly Course[];
	/** Labels of the alert besides its name and severity. */
	readonly labels: Readonly<Record<string, string>>;
	/** What a person reads. */
	readonly summary: string;
}

export interface RecordCase {
	readonly record: string;
	readonly courses: readonly Course[];
	/** What is recorded while all is well. */
	readonly samples: readonly {
		readonly labels: string;
		readonly value: number;
	}[];
}

const gauge = (series: string, well: number, ill = well): Course => ({
	series,
	well,
	ill,
	kind: "gauge",
});

const counter = (series: string, well: number, ill = well): Course => ({
	series,
	well,
	ill,
	kind: "counter",
});

const node = { node: "node-01" };
const onNode = 'node="node-01"';
const GIB = 2 ** 30;

export const alertCases: readonly AlertCase[] = [
	{
		alert: "ExperimentNodeSilent",
		courses: [
			gauge('up{job="libp2p-nodes",namespace="lab-a",pod="relay-3"}', 1, 0),
			// It never answered: nothing of it is lost.
			gauge('up{job="libp2p-nodes",namespace="lab-a",pod="publisher"}', 0, 0),
		],
		labels: { job: "libp2p-nodes", namespace: "lab-a", pod: "relay-3" },
		summary: "relay-3 of lab-a answers no more",
	},
	{
		alert: "NodeClockFree",
		courses: [gauge(`node_timex_sync_status{${onNode}}`, 1, 0)],
		labels: node,
		summary: "the clock of node-01 follows no reference",
	},
	{
		alert: "NodeClockOff",
		courses: [gauge(`node_timex_offset_seconds{${onNode}}`, 0.0001, -0.02)],
		labels: node,
		summary: "the clock of node-01 is 20ms off",
	},
	{
		alert: "NodeKillsForMemory",
		courses: [counter(`node_vmstat_oom_kill{${onNode}}`, 0, 1)],
		labels: node,
		summary: "node-01 killed a process for memory",
	},
	{
		alert: "NodeMemoryLow",
		courses: [
			gauge(`node_memory_MemAvailable_bytes{${onNode}}`, 50, 2),
			gauge(`node_memory_MemTotal_bytes{${onNode}}`, 100),
		],
		labels: node,
		summary: "node-01 has 2% of its memory left",
	},
	{
		alert: "NodeDiskFull",
		courses: ["avail", "size"].map((what) =>
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
		courses: [
			counter(
				`node_edac_uncorrectable_errors_total{${onNode},controller="0"}`,
				0,
				1,
			),
		],
		labels: { ...node, controller: "0" },
		summary: "node-01 has memory errors that were not mended",
	},
	{
		alert: "NodeThrottles",
		courses: [
			counter(`node_cpu_core_throttles_total{${onNode},core="0"}`, 0, 60),
		],
		labels: node,
		summary: "node-01 slows its cores down",
	},
	{
		alert: "NodeDropsPackets",
		courses: [counter(`node_softnet_dropped_total{${onNode},cpu="0"}`, 0, 3)],
		labels: node,
		summary: "node-01 drops packets that it has no time for",
	},
	{
		alert: "NodeLinkUnsteady",
		courses: [
			counter(
				`node_network_carrier_changes_total{${onNode},device="eno1"}`,
				0,
				1,
			),
		],
		labels: { ...node, device: "eno1" },
		summary: "eno1 of node-01 comes and goes",
	},
	{
		alert: "NodeConnectionTableFull",
		courses: [
			gauge(`node_nf_conntrack_entries{${onNode}}`, 10, 95),
			gauge(`node_nf_conntrack_entries_limit{${onNode}}`, 100),
		],
		labels: node,
		summary: "node-01 tracks 95% of the connections that it can",
	},
	{
		alert: "NodeNeighbourTableFull",
		courses: [
			gauge(`node_arp_entries{${onNode},device="a"}`, 10, 50),
			gauge(`node_arp_entries{${onNode},device="b"}`, 10, 45),
			gauge(`node_sysctl_net_ipv4_neigh_default_gc_thresh3{${onNode}}`, 100),
		],
		labels: node,
		summary: "node-01 knows 95% of the neighbours that it can",
	},
	{
		alert: "NodeNotReady",
		courses: [
			gauge(
				`kube_node_status_condition{${onNode},condition="Ready",status="true"}`,
				1,
				0,
			),
		],
		labels: { ...node, condition: "Ready", status: "true" },
		summary: "Kubernetes has lost node-01",
	},
	{
		alert: "ContainerCrashes",
		courses: [
			gauge(
				'kube_pod_container_status_waiting_reason{namespace="vmetrics",pod="vmagent-0",container="vmagent",reason="CrashLoopBackOff"}',
				0,
				1,
			),
		],
		labels: { namespace: "vmetrics", pod: "vmagent-0", container: "vmagent" },
		summary: "vmagent of vmetrics/vmagent-0 starts and dies again",
	},
	{
		alert: "VolumeUnsafe",
		courses: [gauge('longhorn_volume_robustness{volume="pvc-1"}', 1, 2)],
		labels: { volume: "pvc-1" },
		summary: "the volume pvc-1 misses copies",
	},
	{
		alert: "VolumeUnsafe",
		courses: [
			gauge(
				'longhorn_volume_robustness{volume="pvc-1",state="degraded"}',
				0,
				1,
			),
			gauge('longhorn_volume_robustness{volume="pvc-1",state="healthy"}', 1, 0),
		],
		labels: { volume: "pvc-1", state: "degraded" },
		summary: "the volume pvc-1 misses copies",
	},
	{
		alert: "TargetSilent",
		courses: [
			gauge('up{job="node-exporter",instance="node-01"}', 1, 0),
			gauge('up{job="libp2p-nodes",instance="relay-3"}', 1, 0),
		],
		labels: { job: "node-exporter", instance: "node-01" },
		summary: "node-exporter cannot be read at node-01",
	},
	{
		alert: "SamplesRefused",
		courses: [
			counter(
				'vmagent_remotewrite_packets_dropped_total{instance="vmagent-0",url="1"}',
				0,
				2,
			),
		],
		labels: { instance: "vmagent-0" },
		summary: "the metrics store refuses samples of vmagent-0",
	},
	{
		alert: "LinesRefused",
		courses: [
			counter(
				'vl_rows_dropped_total{instance="vlstorage-0",reason="too_small_timestamp"}',
				0,
				7,
			),
		],
		labels: { instance: "vlstorage-0", reason: "too_small_timestamp" },
		summary: "vlstorage-0 takes not all log lines: too_small_timestamp",
	},
	{
		alert: "MetricsStoreFull",
		courses: [
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
		courses: [
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
	course: typeof gauge,
	more?: string,
) => values.map((value, ordinal) => course(metric + pod(ordinal, more), value));
const labels = (record: string) => `${record}{namespace="lab-a"}`;

export const recordCases: readonly RecordCase[] = [
	{
		record: "namespace:libp2p_nodes:up",
		courses: perPod("up", [1, 1, 0], gauge),
		samples: [{ labels: labels("namespace:libp2p_nodes:up"), value: 2 }],
	},
	{
		record: "namespace:libp2p_peers:avg",
		courses: perPod("libp2p_peers", [10, 20], gauge),
		samples: [{ labels: labels("namespace:libp2p_peers:avg"), value: 15 }],
	},
	{
		record: "namespace:libp2p_gossipsub_mesh_peers:avg",
		courses: perPod(
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
		courses: perPod("libp2p_gossipsub_received_total", [15, 30], counter),
		samples: [
			{
				labels: labels("namespace:libp2p_gossipsub_received:rate2m"),
				value: 3,
			},
		],
	},
	{
		record: "namespace:libp2p_gossipsub_duplicate:ratio2m",
		courses: [
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
		courses: [
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
