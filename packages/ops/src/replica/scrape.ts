import { join } from "node:path";
import type { Folder } from "./folder.ts";

/** What of the replica is scraped, under the job names that the lab uses. */
export function scrapeConfig(
	folder: Folder,
	ports: Readonly<Record<string, number>>,
	cluster: string,
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
	const at = (job: string, port: string, rest: object = {}) => ({
		job_name: job,
		static_configs: [{ targets: [`127.0.0.1:${ports[port]}`] }],
		...rest,
	});
	return {
		global: { scrape_interval: "15s", external_labels: { cluster } },
		scrape_configs: [
			at("apiserver", "kube-apiserver", tls),
			at("kube-controller-manager", "kube-controller-manager", tls),
			at("kube-scheduler", "kube-scheduler", tls),
			at("etcd", "etcd"),
			at("kwok-controller", "kwok-controller"),
			at("fleet-controller", "fleet-controller"),
			at("fleet-agent", "fleet-agent"),
			at("victoria-metrics", "victoria-metrics"),
			at("victoria-logs", "victoria-logs"),
			at("vmagent", "vmagent"),
			at("vmalert", "vmalert"),
			at("vmauth", "vmauth-own"),
			{
				job_name: "kubelet",
				http_sd_configs: [
					{
						url: `http://127.0.0.1:${ports["kwok-controller"]}/discovery/prometheus`,
					},
				],
			},
			// Whoever runs experiments as processes says here where they answer.
			{
				job_name: "experiment",
				scrape_interval: "5s",
				file_sd_configs: [
					{
						files: [
							join(folder.targets, "*.json"),
							join(folder.targets, "*.yaml"),
						],
					},
				],
			},
		],
	};
}
