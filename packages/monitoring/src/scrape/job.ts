import type { Duration } from "@lab/core";

/** One relabelling step, with Prometheus's field names. */
export interface Relabel {
	/** @default replace */
	readonly action?: "keep" | "drop" | "labeldrop" | "labelkeep";
	readonly source_labels?: readonly string[];
	/** Separator between the values of several source labels. @default ; */
	readonly separator?: string;
	/** Regular expression, implicitly anchored at both ends. */
	readonly regex?: string;
	readonly target_label?: string;
	readonly replacement?: string;
}

/** One scrape job in the format of Prometheus and vmagent. */
export interface ScrapeJob {
	readonly job_name: string;
	readonly scrape_interval: Duration;
	readonly metrics_path?: string;
	readonly scheme?: "http" | "https";
	/** Labels of the target's samples override those that scraping adds. */
	readonly honor_labels?: boolean;
	readonly honor_timestamps?: boolean;
	readonly authorization?: { readonly credentials_file: string };
	readonly tls_config?: {
		readonly ca_file?: string;
		readonly insecure_skip_verify?: boolean;
	};
	readonly kubernetes_sd_configs: readonly {
		readonly role: "pod" | "node";
		readonly namespaces?: { readonly names: readonly string[] };
	}[];
	readonly relabel_configs: readonly Relabel[];
	readonly metric_relabel_configs?: readonly Relabel[];
}

const serviceAccount = "/var/run/secrets/kubernetes.io/serviceaccount";

/** Authenticates vmagent to the kubelet and the scheduler. Their certificates contain no address, so they cannot be verified. */
export const withServiceAccount = {
	scheme: "https",
	authorization: { credentials_file: `${serviceAccount}/token` },
	tls_config: {
		ca_file: `${serviceAccount}/ca.crt`,
		insecure_skip_verify: true,
	},
} as const satisfies Partial<ScrapeJob>;

/** Keeps targets or samples whose label matches. */
export const keep = (label: string, regex: string): Relabel => ({
	action: "keep",
	source_labels: [label],
	regex,
});

/** Drops targets or samples whose label matches. */
export const drop = (label: string, regex: string): Relabel => ({
	action: "drop",
	source_labels: [label],
	regex,
});

/** Copies a label from Kubernetes' metadata of a target. */
export const label = (target_label: string, source: string): Relabel => ({
	source_labels: [source],
	target_label,
});

/** Labels for a pod's name and location. `instance` is the pod's name, because addresses are reused. */
export const podLabels: readonly Relabel[] = [
	label("namespace", "__meta_kubernetes_namespace"),
	label("pod", "__meta_kubernetes_pod_name"),
	label("instance", "__meta_kubernetes_pod_name"),
	label("node", "__meta_kubernetes_pod_node_name"),
];

/** Keeps pods that have an address and have not finished. */
export const livePods: readonly Relabel[] = [
	keep("__meta_kubernetes_pod_ip", ".+"),
	drop("__meta_kubernetes_pod_phase", "Succeeded|Failed"),
	drop("__meta_kubernetes_pod_container_init", "true"),
];

/** Scrapes a port of a pod, even if no container declares it. */
export const podPort = (port: number): Relabel => ({
	source_labels: ["__meta_kubernetes_pod_ip"],
	target_label: "__address__",
	replacement: `$1:${port}`,
});

export const podsIn = (...names: readonly string[]) =>
	[{ role: "pod", namespaces: { names } }] as const;
