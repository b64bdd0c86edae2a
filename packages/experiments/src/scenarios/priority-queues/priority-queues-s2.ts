import { defineScenario } from "../../experiment.ts";
import { priorityQueuesS0 } from "./priority-queues-s0.ts";

export const priorityQueuesS2 = defineScenario(priorityQueuesS0, {
	name: "priority-queues-s2",
	purpose: "a slow peer among many overflows its low-priority queue (gossip)",
	set: {
		normal: 19,
		slow: 1,
		connectTo: 10,
		slowIn: 1000,
		high: 256,
		medium: 512,
		low: 32,
		every: "1s",
		messages: 256,
	},
});
