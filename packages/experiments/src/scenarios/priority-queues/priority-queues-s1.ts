import { defineScenario } from "../../experiment.ts";
import { pair } from "../../protocols/priority-queues.ts";
import { priorityQueuesS0 } from "./priority-queues-s0.ts";

export const priorityQueuesS1 = defineScenario(priorityQueuesS0, {
	name: "priority-queues-s1",
	purpose:
		"a slow peer overflows its medium-priority queue (forwarded messages)",
	set: {
		...pair,
		slowIn: 1000,
		high: 256,
		medium: 32,
		low: 1024,
		every: "1s",
		messages: 180,
		size: "256Ki",
	},
});
