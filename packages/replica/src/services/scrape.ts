import { join } from "node:path";
import { nodes } from "@lab/lab";
import type { Program, ScrapeJob } from "../rollout/settings.ts";
import type { Folder } from "../state/folder.ts";

type Ports = Readonly<Record<string, number>>;

interface Target {
	readonly targets: readonly string[];
	readonly labels?: Readonly<Record<string, string>>;
}

interface LocalSettings {
	/** Discovery of the job's targets on this machine instead of in pods. */
	readonly discovery: Readonly<Record<string, unknown>>;
	/** Scheme and TLS settings, if they differ. */
	readonly transport?: Readonly<Record<string, unknown>>;
}

const KUBERNETES_ONLY = [
	"kubernetes_sd_configs",
	"relabel_configs",
	"authorization",
	"tls_config",
	"scheme",
	"metrics_path",
];

/**
 * Scrape configuration: those jobs of the lab that have targets on this machine,
 * with their intervals and metric filters, and jobs for the programs that only a
 * replica runs outside pods.
 */
export function scrapeConfig(
	folder: Folder,
	ports: Ports,
	cluster: string,
	{
		jobs,
		programs,
	}: { jobs: readonly ScrapeJob[]; programs: readonly Program[] },
) {
	const pki = join(folder.kwok, "clusters", "vaclab", "pki");
	const tls = {
		scheme: "https",
		tls_config: {
			insecure_skip_verify: true,
			cert_file: join(pki, "admin.crt"),
			key_file: join(pki, "admin.key"),
		},
	};
	const at = (port: string, labels?: Target["labels"]) => ({
		static_configs: [
			{ targets: [`127.0.0.1:${ports[port]}`], ...(labels && { labels }) },
		],
	});
	const local: Readonly<Record<string, LocalSettings | undefined>> = {
		// The runner's process backend writes the addresses of its nodes here.
		"libp2p-nodes": {
			discovery: {
				file_sd_configs: [{ files: [join(folder.targets, "*.json")] }],
			},
		},
		cadvisor: { discovery: simulatedNodes(ports, "cadvisor") },
		"vaclab-scheduler": {
			discovery: at("kube-scheduler", { scheduler_name: "scheduler" }),
			transport: tls,
		},
		"victoria-logs": { discovery: at("victoria-logs") },
		...(programs.includes("kube-state-metrics") && {
			"kube-state-metrics": { discovery: at("kube-state-metrics") },
		}),
		...(programs.includes("node_exporter") && {
			"node-exporter": { discovery: at("node_exporter") },
		}),
	};
	const own: ScrapeJob[] = [
		{
			job_name: "apiserver",
			...at("kube-apiserver"),
			...tls,
			...withoutBuckets,
		},
		{
			job_name: "kube-controller-manager",
			...at("kube-controller-manager"),
			...tls,
			...withoutBuckets,
		},
		{ job_name: "etcd", ...at("etcd"), ...withoutBuckets },
		{ job_name: "kwok-controller", ...at("kwok-controller") },
		{ job_name: "fleet-controller", ...at("fleet-controller") },
		{ job_name: "fleet-agent", ...at("fleet-agent") },
		{ job_name: "victoria-metrics", ...at("victoria-metrics") },
		{ job_name: "vmagent", ...at("vmagent") },
		{ job_name: "vmalert", ...at("vmalert") },
		{ job_name: "vmauth", ...at("vmauth-own") },
		{ job_name: "node-resource", ...simulatedNodes(ports, "resource") },
	];
	return {
		global: { scrape_interval: "15s", external_labels: { cluster } },
		scrape_configs: [
			...jobs.flatMap((job) => {
				const here = local[job.job_name];
				return here === undefined ? [] : [localJob(job, here)];
			}),
			...own,
		],
	};
}

function localJob(
	job: ScrapeJob,
	{ discovery, transport }: LocalSettings,
): ScrapeJob {
	const kept = Object.entries(job).filter(
		([key]) => !KUBERNETES_ONLY.includes(key),
	);
	return {
		...(Object.fromEntries(kept) as ScrapeJob),
		...transport,
		...discovery,
	};
}

/** Drops histogram buckets, most of the control plane's series; sums and counts remain. */
const withoutBuckets = {
	metric_relabel_configs: [
		{ action: "drop", source_labels: ["__name__"], regex: ".+_bucket" },
	],
};

/** Metrics of every node's kubelet, which KWOK serves at one address. */
const simulatedNodes = (ports: Ports, page: string) => ({
	static_configs: nodes.map(({ name }) => ({
		targets: [`127.0.0.1:${ports["kwok-controller"]}`],
		labels: {
			__metrics_path__: `/metrics/nodes/${name}/metrics/${page}`,
			node: name,
			instance: name,
		},
	})),
});
