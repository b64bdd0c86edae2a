import process from "node:process";
import { LabError, tryRun } from "@lab/core";
import type { TreeBundle } from "../rollout/read-tree.ts";
import type { Endpoints } from "./endpoints.ts";

interface Panel {
	readonly panels?: readonly Panel[];
	readonly targets?: readonly { readonly expr?: string }[];
}

interface Dashboard {
	readonly title?: string;
	readonly uid?: string;
	readonly panels?: readonly Panel[];
}

/** Number of queries taken from a dashboard: more graphs on one page do not help. */
const MAX_QUERIES = 6;

/**
 * URLs of dashboards by name: Grafana's if it runs, otherwise the store's own
 * UI with the dashboard's queries.
 */
export function dashboardsOf(
	bundles: readonly TreeBundle[],
	{ prometheusUrl, logsUrl, grafanaUrl }: Endpoints,
): Record<string, string> {
	const pages: Record<string, string> = {
		metrics: `${prometheusUrl}/vmui/`,
		logs: `${logsUrl}/select/vmui/`,
		...(grafanaUrl !== undefined && { grafana: grafanaUrl }),
	};
	for (const { objects } of bundles) {
		for (const { kind, metadata, data } of objects) {
			if (
				kind !== "ConfigMap" ||
				metadata.labels?.grafana_dashboard === undefined
			)
				continue;
			for (const [file, text] of Object.entries(data as object)) {
				const dashboard = JSON.parse(String(text)) as Dashboard;
				pages[file.replace(/\.json$/, "")] =
					grafanaUrl === undefined
						? graphs(prometheusUrl, queriesOf(dashboard.panels ?? []))
						: `${grafanaUrl}/d/${dashboard.uid}`;
			}
		}
	}
	return pages;
}

const queriesOf = (panels: readonly Panel[]): string[] =>
	panels.flatMap(({ panels: inner, targets }) => [
		...(targets ?? []).flatMap(({ expr }) => withAllValues(expr ?? "") || []),
		...queriesOf(inner ?? []),
	]);

/** Variables are Grafana's: elsewhere, a matcher with one selects all values. */
const withAllValues = (expr: string): string =>
	expr.replaceAll(/=~?\s*"\$\{?\w+\}?"/g, '=~".*"');

const graphs = (prometheusUrl: string, queries: readonly string[]): string =>
	`${prometheusUrl}/vmui/#/?${queries
		.slice(0, MAX_QUERIES)
		.map((query, index) => `g${index}.expr=${encodeURIComponent(query)}`)
		.join("&")}`;

/** @returns false if this machine has no browser to open */
export async function openInBrowser(url: string): Promise<boolean> {
	const program = process.platform === "darwin" ? "open" : "xdg-open";
	try {
		return (await tryRun(program, [url], { timeout: "10s" })).exit === 0;
	} catch (error) {
		if (error instanceof LabError && error.code === "command-not-found")
			return false;
		throw error;
	}
}
