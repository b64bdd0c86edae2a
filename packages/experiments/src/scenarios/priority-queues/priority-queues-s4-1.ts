import { defineScenario } from "../../experiment.ts";
import { slowPair } from "../../protocols/priority-queues.ts";
import { priorityQueuesS0 } from "./priority-queues-s0.ts";

export const priorityQueuesS41 = defineScenario(priorityQueuesS0, {
	name: "priority-queues-s4-1",
	purpose: "how long does a slow peer stay penalized for queue overflows?",
	set: {
		...slowPair,
		messages: 1800,
		every: "250ms",
		size: "256Ki",
	},
});
