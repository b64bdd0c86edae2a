import { type Environment, pinned, place, storageClasses } from "@lab/lab";

const decided = <T>(value: T): T => pinned(value, "a fact of the environment");

/** The VictoriaMetrics cluster of a metrics store. */
export const metricsStore = (
	env: Environment,
	{ vmstorage, retention, disk }: MetricsStoreSize,
) => ({
	enabled: true,
	spec: {
		retentionPeriod: retention,
		replicationFactor: decided(env.metricsReplication),
		vminsert: {
			replicaCount: decided(env.replicas.vminsert),
			// OTLP names contain dots, which PromQL does not allow.
			extraArgs: { "opentelemetry.usePrometheusNaming": "true" },
			...(env.reserves && {
				resources: {
					requests: { cpu: "4", memory: "4Gi" },
					limits: { cpu: "8", memory: "8Gi" },
				},
			}),
		},
		vmselect: {
			replicaCount: decided(env.replicas.vmselect),
			// The default of 30 s answers with older values: gates and reports of a run that just ended would read those.
			extraArgs: { "search.latencyOffset": "0s" },
			...(env.reserves && {
				resources: {
					requests: { cpu: "4", memory: "8Gi" },
					limits: { cpu: "8", memory: "16Gi" },
				},
			}),
		},
		vmstorage: {
			replicaCount: decided(vmstorage),
			storage: {
				volumeClaimTemplate: {
					spec: {
						storageClassName: storageClasses.workers.name,
						resources: { requests: { storage: disk } },
					},
				},
			},
			...(env.reserves && {
				resources: {
					requests: { cpu: "2", memory: "2Gi" },
					limits: { cpu: "8", memory: "8Gi" },
				},
			}),
			...place("workerStorage"),
		},
	},
});

interface MetricsStoreSize {
	readonly vmstorage: number;
	readonly retention: Environment["retention"]["metrics"];
	readonly disk: Environment["disks"]["metrics"];
}

/** Disables the parts of the stack that the lab deploys separately or that k3s does not have. */
export const withoutParts = {
	vmsingle: { enabled: false },
	// A Job that deletes itself would fetch rules and dashboards from moving branches.
	syncJob: { enabled: false },
	// Deployed as separate bundles, with the collectors that lab health needs.
	"prometheus-node-exporter": { enabled: false },
	"kube-state-metrics": { enabled: false },
	// Scraped by the lab's own jobs.
	kubelet: { enabled: false },
	// k3s runs these in one process, whose metrics the kubelet serves.
	kubeApiServer: { enabled: false },
	kubeControllerManager: { enabled: false },
	kubeScheduler: { enabled: false },
	kubeEtcd: { enabled: false },
	coreDns: { enabled: false },
} as const;
