import { gossipQueries } from "./gossip.ts";
import type { Query } from "./query.ts";
import { queueQueries } from "./queues.ts";

/** All queries about a run. If the run does not export a query's metric, its result has no series. */
export const runQueries: readonly Query[] = [...gossipQueries, ...queueQueries];
