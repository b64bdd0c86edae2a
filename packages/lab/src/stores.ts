import { type Chart, charts } from "./charts.ts";
import type { LabNamespace } from "./namespaces.ts";

/** Base URLs under which programs in the cluster write to a store and read from it. */
export interface Store {
	readonly namespace: LabNamespace;
	readonly write: string;
	readonly read: string;
}

/** Service name prefix: charts name their services after the release and the chart. */
const named = ({ releaseName, name }: Chart): string =>
	`${releaseName}-${name}`;

/** URLs of a VictoriaMetrics cluster; the lab only uses tenant 0. */
const metricsStore = (chart: Chart, namespace: LabNamespace): Store => ({
	namespace,
	write: `http://vminsert-${named(chart)}.${namespace}:8480/insert/0`,
	read: `http://vmselect-${named(chart)}.${namespace}:8481/select/0/prometheus`,
});

const logsStore = (chart: Chart, namespace: LabNamespace): Store => ({
	namespace,
	write: `http://${named(chart)}-vlinsert.${namespace}:9481/insert`,
	read: `http://${named(chart)}-vlselect.${namespace}:9471`,
});

export const stores = {
	metrics: metricsStore(charts.victoriaMetricsStack, "vmetrics"),
	/** Separate store for data pushed by nodes outside the lab, so that they cannot fill the lab's store. */
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
