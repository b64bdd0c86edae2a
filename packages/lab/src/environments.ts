import type { Duration, Size } from "@lab/core";

/** Whether an environment has a feature of the lab, and if not, why. */
export type Support =
	| { readonly available: true }
	| { readonly available: false; readonly why: string };

/** The lab or its replica: one type, two values. */
export interface Environment {
	readonly name: "vaclab" | "local";
	readonly domain: string;
	/** Scheme and port under which browsers reach the endpoints. */
	readonly web: { readonly scheme: "http" | "https"; readonly port: number };
	/** cert-manager issuer of the endpoints' certificates; absent if endpoints use plain http. */
	readonly certificateIssuer?: string;
	/** Value of the label `cluster` on every series. */
	readonly cluster: string;
	/** Whether pods request CPU and memory; a laptop has no room for the lab's requests. */
	readonly reserves: boolean;
	/** Disk size of each store, per replica. */
	readonly disks: {
		readonly metrics: Size;
		readonly metricsExternal: Size;
		readonly logs: Size;
		readonly logsExternal: Size;
		readonly grafana: Size;
		readonly authentik: Size;
	};
	/** Retention of each store. */
	readonly retention: {
		readonly metrics: Duration;
		readonly metricsExternal: Duration;
		readonly logs: Duration;
		readonly logsExternal: Duration;
	};
	readonly replicas: {
		readonly authentikServer: number;
		readonly authentikOutpost: number;
		readonly homepage: number;
		readonly kyverno: number;
		readonly vmselect: number;
		readonly vminsert: number;
		readonly vmstorage: number;
		readonly vmstorageExternal: number;
		readonly vlselect: number;
		readonly vlinsert: number;
		readonly vlinsertExternal: number;
		readonly vlstorage: number;
		readonly vlstorageExternal: number;
	};
	/** Copies of every sample; at most the number of vmstorage replicas. */
	readonly metricsReplication: number;
	readonly supports: {
		/** Admission webhooks: Kyverno, cert-manager, Longhorn, the VictoriaMetrics operator. */
		readonly webhooks: Support;
		/** Containers run as processes; otherwise pods are only simulated. */
		readonly containers: Support;
		/** Ingress controller. */
		readonly ingress: Support;
		/** Certificate authority for the domain. */
		readonly certificates: Support;
		/** Disks that Longhorn can manage. */
		readonly blockStorage: Support;
		/** Login with external identity providers. */
		readonly login: Support;
		/** Rancher in front of Fleet. */
		readonly rancher: Support;
		/** CNI plug-in that enforces the bandwidth annotations of pods. */
		readonly bandwidthLimits: Support;
	};
}

const available = { available: true } as const;

export const environments = {
	/** The lab itself. Sizes and counts are those that vaclab-2 deploys; some of its parameters are unused. */
	vaclab: {
		name: "vaclab",
		domain: "lab.vac.dev",
		web: { scheme: "https", port: 443 },
		certificateIssuer: "letsencrypt-prod",
		cluster: "vaclab",
		reserves: true,
		disks: {
			metrics: "500Gi",
			metricsExternal: "200Gi",
			logs: "600Gi",
			logsExternal: "200Gi",
			grafana: "40Gi",
			authentik: "50Gi",
		},
		// Six months, as in vaclab-2's stores, where "6" means months.
		retention: {
			metrics: "180d",
			metricsExternal: "180d",
			logs: "180d",
			logsExternal: "180d",
		},
		replicas: {
			authentikServer: 2,
			authentikOutpost: 1,
			homepage: 2,
			kyverno: 2,
			vmselect: 2,
			vminsert: 2,
			vmstorage: 3,
			vmstorageExternal: 2,
			vlselect: 2,
			vlinsert: 4,
			vlinsertExternal: 2,
			vlstorage: 1,
			vlstorageExternal: 1,
		},
		metricsReplication: 2,
		supports: {
			webhooks: available,
			containers: available,
			ingress: available,
			certificates: available,
			blockStorage: available,
			login: available,
			rancher: available,
			bandwidthLimits: available,
		},
	},
	/** The replica on one machine. `supports` describes its smaller mode, which runs host processes instead of containers. */
	local: {
		name: "local",
		domain: "localhost",
		web: { scheme: "http", port: 8080 },
		cluster: "local",
		reserves: false,
		disks: {
			metrics: "2Gi",
			metricsExternal: "1Gi",
			logs: "2Gi",
			logsExternal: "1Gi",
			grafana: "1Gi",
			authentik: "1Gi",
		},
		retention: {
			metrics: "7d",
			metricsExternal: "7d",
			logs: "7d",
			logsExternal: "7d",
		},
		replicas: {
			authentikServer: 1,
			authentikOutpost: 1,
			homepage: 1,
			kyverno: 1,
			vmselect: 1,
			vminsert: 1,
			vmstorage: 1,
			vmstorageExternal: 1,
			vlselect: 1,
			vlinsert: 1,
			vlinsertExternal: 1,
			vlstorage: 1,
			vlstorageExternal: 1,
		},
		metricsReplication: 1,
		supports: {
			webhooks: {
				available: false,
				why: "no pod runs to answer a webhook, and one with failurePolicy Fail would block all other objects",
			},
			containers: {
				available: false,
				why: "KWOK marks pods as running without running them",
			},
			ingress: {
				available: false,
				why: "Traefik runs as a pod, and pods are simulated",
			},
			certificates: {
				available: false,
				why: "no public authority signs for localhost, and plain http needs none",
			},
			blockStorage: {
				available: false,
				why: "Longhorn needs iSCSI and dedicated disks; claims are bound immediately instead",
			},
			login: {
				available: false,
				why: "the providers redirect only to the lab's domain",
			},
			rancher: {
				available: false,
				why: "Fleet rolls out without it, and Rancher needs minutes and gigabytes to start",
			},
			bandwidthLimits: {
				available: false,
				why: "simulated pods have no network",
			},
		},
	},
} as const satisfies Record<Environment["name"], Environment>;

export type EnvironmentName = keyof typeof environments;
