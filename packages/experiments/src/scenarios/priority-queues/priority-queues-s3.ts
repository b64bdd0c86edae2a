import { defineScenario } from "../../experiment.ts";
import { priorityQueuesS0 } from "./priority-queues-s0.ts";

export const priorityQueuesS3 = defineScenario(priorityQueuesS0, {
	name: "priority-queues-s3",
	purpose:
		"a slow peer among many overflows its high-priority queue (control and own messages)",
	set: {
		normal: 19,
		slow: 1,
		connectTo: 10,
		slowIn: 512,
		high: 256,
		medium: 65_536,
		low: 65_536,
		messages: 512,
		every: "500ms",
	},
});
