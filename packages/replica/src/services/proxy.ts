/** Limits on queries to the stores. */
export const limits = {
	queryTime: "30s",
	pointsPerSeries: 30_000,
	/** Queries per store. */
	concurrentQueries: 8,
	/** Requests to vmauth, both stores together. */
	concurrentRequests: 32,
} as const;

/** Read-only paths of the metric store. All others are rejected. */
const metricsPaths = [
	"/api/v1/query",
	"/api/v1/query_range",
	"/api/v1/query_exemplars",
	"/api/v1/format_query",
	"/api/v1/parse_query",
	"/api/v1/series",
	"/api/v1/series/count",
	"/api/v1/labels",
	"/api/v1/label/[^/]+/values",
	"/api/v1/metadata",
	"/api/v1/export",
	"/api/v1/export/csv",
	"/api/v1/export/native",
	"/api/v1/read",
	"/api/v1/status/tsdb",
	"/api/v1/status/buildinfo",
	"/federate",
	"/vmui",
	"/vmui/.*",
	"/prometheus/vmui.*",
];

/** Rules and alerts of vmalert, in Prometheus's format. */
const rulePaths = ["/api/v1/rules", "/api/v1/alerts"];

const logsPaths = [
	"/select/logsql/query",
	"/select/logsql/hits",
	"/select/logsql/facets",
	"/select/logsql/field_names",
	"/select/logsql/field_values",
	"/select/logsql/streams",
	"/select/logsql/stream_ids",
	"/select/logsql/stream_field_names",
	"/select/logsql/stream_field_values",
	"/select/logsql/stats_query",
	"/select/logsql/stats_query_range",
	"/select/logsql/query_time_range",
	"/select/logsql/tail",
	"/select/tenant_ids",
	"/select/vmui",
	"/select/vmui/.*",
];

export interface Upstream {
	readonly url: string;
	/** `Host` header that selects the store among several at one address. */
	readonly host?: string;
}

export type ProxyTargets = Readonly<
	Record<"metrics" | "logs" | "rules", Upstream>
>;

const route = (paths: readonly string[], { url, host }: Upstream) => ({
	src_paths: paths,
	url_prefix: url,
	...(host !== undefined && { headers: [`Host: ${host}`] }),
});

/**
 * Configuration of vmauth: read-only, and only the listed paths.
 *
 * @param token bearer token that readers must send; without it no authentication is required
 */
export function proxyConfig(targets: ProxyTargets, token?: string) {
	const reader = {
		max_concurrent_requests: limits.concurrentRequests,
		url_map: [
			route(metricsPaths, targets.metrics),
			route(rulePaths, targets.rules),
			route(logsPaths, targets.logs),
		],
	};
	return token === undefined
		? { unauthorized_user: reader }
		: { users: [{ bearer_token: token, ...reader }] };
}
