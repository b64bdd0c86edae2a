import type { Duration } from "@lab/core";

/** One step of relabelling, in Prometheus's own words. */
export interface Relabel {
	/** @default replace */
	readonly action?: "keep" | "drop" | "labeldrop" | "labelkeep";
	readonly source_labels?: readonly string[];
	/** What joins several source labels. @default ; */
	readonly separator?: string;
	/** Anchored at both ends. */
	readonly regex?: string;
	readonly target_label?: string;
	readonly replacement?: string;
}

/** One scrape job as Prometheus and vmagent both read it. */
export interface ScrapeJob {
	readonly job_name: string;
	readonly scrape_interval: Duration;
	readonly metrics_path?: string;
	readonly scheme?: "http" | "https";
	/** Labels of the target win over those that scraping adds. */
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

/** As vmagent proves itself to the kubelet and the scheduler, whose certificates name no address. */
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

/** Takes a label from what Kubernetes says of a target. */
export const label = (target_label: string, source: string): Relabel => ({
	source_labels: [source],
	target_label,
});

/** Where a pod is and what it is called; `instance` is its name, since addresses are used again. */
export const podLabels: readonly Relabel[] = [
	label("namespace", "__meta_kubernetes_namespace"),
	label("pod", "__meta_kubernetes_pod_name"),
	label("instance", "__meta_kubernetes_pod_name"),
	label("node", "__meta_kubernetes_pod_node_name"),
];

/** Pods that answer: with an address, and not done. */
export const livePods: readonly Relabel[] = [
	keep("__meta_kubernetes_pod_ip", ".+"),
	drop("__meta_kubernetes_pod_phase", "Succeeded|Failed"),
	drop("__meta_kubernetes_pod_container_init", "true"),
];

/** The address of a pod's port, whether its containers declare it or not. */
export const podPort = (port: number): Relabel => ({
	source_labels: ["__meta_kubernetes_pod_ip"],
	target_label: "__address__",
	replacement: `$1:${port}`,
});

export const podsIn = (...names: readonly string[]) =>
	[{ role: "pod", namespaces: { names } }] as const;
