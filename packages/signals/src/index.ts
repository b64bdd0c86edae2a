export { gossipQueries } from "./gossip.ts";
export { type Metric, type MetricName, metrics, type Unit } from "./metrics.ts";
export { type Query, type QueryScope, toPromql } from "./query.ts";
export { queueQueries } from "./queues.ts";
