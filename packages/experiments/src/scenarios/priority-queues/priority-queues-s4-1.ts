import { defineScenario } from "../../experiment.ts";
import { slowPair } from "../../protocols/priority-queues.ts";
import { priorityQueuesS0 } from "./priority-queues-s0.ts";

export const priorityQueuesS41 = defineScenario(priorityQueuesS0, {
	name: "priority-queues-s4-1",
	purpose: "how long a slow peer is held its overflows against",
	set: {
		...slowPair,
		messages: 1800,
		every: 250,
		size: 262_144,
	},
});
