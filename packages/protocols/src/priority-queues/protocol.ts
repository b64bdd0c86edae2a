import type { Protocol } from "@lab/analysis/protocol";
import { figures } from "./figures.ts";

/** Gossipsub's priority queues. All figures come from metrics. */
export const priorityQueues: Protocol = {
	name: "priority-queues",
	events: [],
	images: [],
	figures,
	plots: () => import("./plots.ts"),
};
