import { type Chart, charts } from "./charts.ts";

/** Where programs inside the cluster write to a store and read from it: base URLs. */
export interface Store {
	readonly namespace: string;
	readonly write: string;
	readonly read: string;
}

/** The charts name their services after the release and themselves. */
const named = ({ releaseName, name }: Chart): string =>
	`${releaseName}-${name}`;

/** A VictoriaMetrics cluster; the lab uses its tenant 0 only. */
const metricsStore = (chart: Chart, namespace: string): Store => ({
	namespace,
	write: `http://vminsert-${named(chart)}.${namespace}:8480/insert/0`,
	read: `http://vmselect-${named(chart)}.${namespace}:8481/select/0/prometheus`,
});

const logsStore = (chart: Chart, namespace: string): Store => ({
	namespace,
	write: `http://${named(chart)}-vlinsert.${namespace}:9481/insert`,
	read: `http://${named(chart)}-vlselect.${namespace}:9471`,
});

export const stores = {
	metrics: metricsStore(charts.victoriaMetricsStack, "vmetrics"),
	/** What nodes outside the lab push is kept apart, so that they cannot fill the lab's. */
	metricsExternal: metricsStore(
		charts.victoriaMetricsStackExternal,
		"vmetrics-external",
	),
	logs: logsStore(charts.victoriaLogsCluster, "victorialogs"),
	logsExternal: logsStore(
		charts.victoriaLogsClusterExternal,
		"victorialogs-external",
	),
} as const satisfies Record<string, Store>;
