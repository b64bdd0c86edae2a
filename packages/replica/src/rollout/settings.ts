import { fromYaml } from "@lab/core";
import type { TreeBundle } from "./read-tree.ts";

/** Scrape job of the lab, in Prometheus's format. */
export interface ScrapeJob {
	readonly job_name: string;
	readonly [setting: string]: unknown;
}

/** Tool by chart, for controllers and exporters that run as pods in the lab and as processes in the replica. */
export const programsOfCharts = {
	"kube-state-metrics": "kube-state-metrics",
	"prometheus-node-exporter": "node_exporter",
	"victoria-metrics-k8s-stack": "vm-operator",
	"victoria-metrics-operator": "vm-operator",
	kyverno: "kyverno",
} as const satisfies Record<string, string>;

export type Program = (typeof programsOfCharts)[keyof typeof programsOfCharts];

/** Monitoring settings and programs that a tree defines. */
export interface TreeSettings {
	/** Rule groups, in Prometheus's format. */
	readonly rules: readonly object[];
	readonly scrapeJobs: readonly ScrapeJob[];
	/** Programs of the tree's charts, by the name of their tool. */
	readonly programs: readonly Program[];
}

export const noSettings: TreeSettings = {
	rules: [],
	scrapeJobs: [],
	programs: [],
};

/** Reads the lab's own rules, scrape jobs and programs from its rendered tree. */
export function settingsOf(bundles: readonly TreeBundle[]): TreeSettings {
	return {
		rules: bundles
			.flatMap(({ objects }) => objects)
			.filter(({ kind }) => kind === "VMRule" || kind === "PrometheusRule")
			.flatMap(({ spec }) => (spec as { groups?: object[] }).groups ?? []),
		scrapeJobs: uniqueJobs(
			bundles.flatMap(({ folder, fleetYaml }) =>
				inlineScrapeConfigs(fleetYaml.helm).flatMap(
					(text) => fromYaml(text, `${folder}/fleet.yaml`) as ScrapeJob[],
				),
			),
		),
		programs: [
			...new Set(
				bundles.flatMap(({ fleetYaml }) => {
					const chart = fleetYaml.helm?.chart ?? "";
					return chart in programsOfCharts
						? [programsOfCharts[chart as keyof typeof programsOfCharts]]
						: [];
				}),
			),
		],
	};
}

/** Finds the scrape jobs of a VMAgent, one YAML text at any depth of the values. */
function inlineScrapeConfigs(value: unknown): string[] {
	if (typeof value !== "object" || value === null) return [];
	return Object.entries(value).flatMap(([key, inner]) =>
		key === "inlineScrapeConfig" && typeof inner === "string"
			? [inner]
			: inlineScrapeConfigs(inner),
	);
}

const uniqueJobs = (jobs: readonly ScrapeJob[]): ScrapeJob[] => [
	...new Map(jobs.map((job) => [job.job_name, job])).values(),
];
