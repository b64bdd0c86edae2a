import type { Duration, Size } from "@lab/core";

/** Something of the lab that may be missing: then the reason is part of the fact. */
export type Served =
	| { readonly here: true }
	| { readonly here: false; readonly why: string };

/** The lab, or the replica of it: one type, two values. */
export interface Environment {
	readonly name: "vaclab" | "local";
	readonly domain: string;
	/** How a browser reaches the endpoints. */
	readonly web: { readonly scheme: "http" | "https"; readonly port: number };
	/** cert-manager issuer of every endpoint's certificate; absent where endpoints speak plain http. */
	readonly certificateIssuer?: string;
	/** Value of the label `cluster` on every series. */
	readonly cluster: string;
	/** Whether pods reserve CPU and memory: a laptop has no room for the lab's requests. */
	readonly reserves: boolean;
	/** Disk of one replica of each store. */
	readonly disks: {
		readonly metrics: Size;
		readonly metricsExternal: Size;
		readonly logs: Size;
		readonly logsExternal: Size;
		readonly grafana: Size;
		readonly authentik: Size;
	};
	/** How long each store keeps what it has. */
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
	/** Copies of every sample, at most the number of vmstorage replicas. */
	readonly metricsReplication: number;
	readonly served: {
		/** Admission webhooks: Kyverno, cert-manager, Longhorn, the VictoriaMetrics operator. */
		readonly webhooks: Served;
		/** Pods are processes; else they only look as if they ran. */
		readonly containers: Served;
		/** A controller that serves Ingress objects. */
		readonly ingress: Served;
		/** A certificate authority that signs for the domain. */
		readonly certificates: Served;
		/** Disks that Longhorn can manage. */
		readonly blockStorage: Served;
		/** The identity providers that people log in with. */
		readonly login: Served;
		/** Rancher in front of Fleet. */
		readonly rancher: Served;
		/** A network plug-in that limits pods to their annotations. */
		readonly bandwidthLimits: Served;
	};
}

const here = { here: true } as const;

export const environments = {
	/** The lab itself. Sizes and counts are those that vaclab-2 deploys, not those of its unused parameters. */
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
		// Six months: what vaclab-2's stores are set to ("6" means months there).
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
		served: {
			webhooks: here,
			containers: here,
			ingress: here,
			certificates: here,
			blockStorage: here,
			login: here,
			rancher: here,
			bandwidthLimits: here,
		},
	},
	/** The replica on one machine; `served` says what its smaller mode, host processes and no containers, cannot show. */
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
		served: {
			webhooks: {
				here: false,
				why: "no pod answers a webhook, and one that fails closed would stop every other object",
			},
			containers: {
				here: false,
				why: "KWOK marks pods as running without running them",
			},
			ingress: { here: false, why: "Traefik would be a pod" },
			certificates: {
				here: false,
				why: "nobody signs for localhost, and plain http needs no trust",
			},
			blockStorage: {
				here: false,
				why: "Longhorn needs iSCSI and disks of its own; claims are bound at once instead",
			},
			login: {
				here: false,
				why: "the providers send people back to the lab's domain only",
			},
			rancher: {
				here: false,
				why: "Fleet alone rolls out, and Rancher takes minutes and gigabytes to start",
			},
			bandwidthLimits: { here: false, why: "no pod has a network" },
		},
	},
} as const satisfies Record<Environment["name"], Environment>;

export type EnvironmentName = keyof typeof environments;
