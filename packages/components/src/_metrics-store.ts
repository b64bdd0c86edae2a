import { type Environment, pinned, place, storageClasses } from "@lab/lab";

const decided = <T>(value: T): T => pinned(value, "a fact of the environment");

/** The cluster of one metrics store: what both set alike. */
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
			// OTLP names carry dots, which no PromQL can name.
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

/** Parts of the stack that the lab has elsewhere, or k3s has not. */
export const withoutParts = {
	vmsingle: { enabled: false },
	// Rules and dashboards would come from moving branches, fetched by a Job that deletes itself.
	syncJob: { enabled: false },
	// Bundles of their own, with the collectors that the lab's health needs.
	"prometheus-node-exporter": { enabled: false },
	"kube-state-metrics": { enabled: false },
	// Scraped by the lab's own jobs.
	kubelet: { enabled: false },
	// k3s runs these inside one process, whose metrics the kubelet serves.
	kubeApiServer: { enabled: false },
	kubeControllerManager: { enabled: false },
	kubeScheduler: { enabled: false },
	kubeEtcd: { enabled: false },
	coreDns: { enabled: false },
} as const;
