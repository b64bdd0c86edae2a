import { fromYaml } from "@lab/core";
import type { TreeBundle } from "./read-tree.ts";

/** A scrape job of the lab, as Prometheus writes it. */
export interface ScrapeJob {
	readonly job_name: string;
	readonly [setting: string]: unknown;
}

/** Controllers and exporters that are pods in the lab and processes here. */
export const programsOfCharts = {
	"kube-state-metrics": "kube-state-metrics",
	"prometheus-node-exporter": "node_exporter",
	"victoria-metrics-k8s-stack": "vm-operator",
	"victoria-metrics-operator": "vm-operator",
	kyverno: "kyverno",
} as const satisfies Record<string, string>;

export type Program = (typeof programsOfCharts)[keyof typeof programsOfCharts];

/** What a tree says of how the replica is to be watched. */
export interface TreeSettings {
	/** Groups of rules, as Prometheus writes them. */
	readonly rules: readonly object[];
	readonly scrapeJobs: readonly ScrapeJob[];
	/** What some bundle brings, each by the name of its tool. */
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

/** VMAgent takes jobs as one text, wherever in the values its spec stands. */
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
