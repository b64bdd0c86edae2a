export { gossipQueries } from "./gossip.ts";
export type { Metric, Unit } from "./metric.ts";
export { type MetricName, metrics } from "./metrics.ts";
export { type Better, type Query, type QueryScope, toPromql } from "./query.ts";
export { queueQueries } from "./queues.ts";
export { runQueries } from "./run-queries.ts";
