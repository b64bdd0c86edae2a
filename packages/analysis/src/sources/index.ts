export { ARCHIVE } from "./_archive.ts";
export type { Endpoint } from "./_http.ts";
export { archivedLogs, archiveLogs } from "./archived-logs.ts";
export { archivedMetrics, archiveMetrics } from "./archived-metrics.ts";
export { elasticsearch } from "./elasticsearch.ts";
export { expositionFiles } from "./exposition-files.ts";
export { type KubectlAccess, kubectlLogs } from "./kubectl-logs.ts";
export {
	elasticLabels,
	type LabelMapping,
	labLabels,
	lokiLabels,
} from "./label-mapping.ts";
export { logFiles } from "./log-files.ts";
export type {
	LogBatch,
	LogBytes,
	LogCapabilities,
	LogQuery,
	LogSlice,
	LogSource,
	LogStream,
} from "./log-source.ts";
export { loki } from "./loki.ts";
export type { MetricQuery, MetricSource, Series } from "./metric-source.ts";
export { prometheus } from "./prometheus.ts";
export { type ReadOptions, readLogs, type SliceOfLogs } from "./read-logs.ts";
export { logSourceOf, metricSourceOf, type Stack } from "./stack.ts";
export { victoriaLogs } from "./victoria-logs.ts";
