import { join } from "node:path";
import { nodes } from "@lab/lab";
import type { Program, ScrapeJob } from "../rollout/settings.ts";
import type { Folder } from "./folder.ts";

type Ports = Readonly<Record<string, number>>;

interface Target {
	readonly targets: readonly string[];
	readonly labels?: Readonly<Record<string, string>>;
}

interface Local {
	/** How the job's targets are found here instead of in pods. */
	readonly found: Readonly<Record<string, unknown>>;
	/** How they are spoken to, where that differs. */
	readonly spoken?: Readonly<Record<string, unknown>>;
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
 * The lab's own jobs, with their intervals and their choice of metrics, for
 * those targets that this machine has; and the programs that only a replica
 * runs outside of pods.
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
	const local: Readonly<Record<string, Local | undefined>> = {
		// Whoever runs experiments as processes says here where they answer.
		"libp2p-nodes": {
			found: {
				file_sd_configs: [{ files: [join(folder.targets, "*.json")] }],
			},
		},
		cadvisor: { found: simulatedNodes(ports, "cadvisor") },
		"vaclab-scheduler": {
			found: at("kube-scheduler", { scheduler_name: "scheduler" }),
			spoken: tls,
		},
		"victoria-logs": { found: at("victoria-logs") },
		...(programs.includes("kube-state-metrics") && {
			"kube-state-metrics": { found: at("kube-state-metrics") },
		}),
		...(programs.includes("node_exporter") && {
			"node-exporter": { found: at("node_exporter") },
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

function localJob(job: ScrapeJob, { found, spoken }: Local): ScrapeJob {
	const kept = Object.entries(job).filter(
		([key]) => !KUBERNETES_ONLY.includes(key),
	);
	return { ...(Object.fromEntries(kept) as ScrapeJob), ...spoken, ...found };
}

/** Most of what the control plane tells: a laptop keeps sums and counts. */
const withoutBuckets = {
	metric_relabel_configs: [
		{ action: "drop", source_labels: ["__name__"], regex: ".+_bucket" },
	],
};

/** KWOK serves what every node's kubelet would, below one address. */
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
