import type { Dashboard } from "./dashboard.ts";
import { gossip } from "./gossip/index.ts";
import { nodeHealth } from "./node-health/index.ts";

/** Every dashboard of the lab; each has one folder and one line here. */
export const dashboards: readonly Dashboard[] = [gossip, nodeHealth];
