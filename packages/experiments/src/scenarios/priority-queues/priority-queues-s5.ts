import { defineScenario } from "../../experiment.ts";
import { priorityQueuesS0 } from "./priority-queues-s0.ts";

export const priorityQueuesS5 = defineScenario(priorityQueuesS0, {
	name: "priority-queues-s5",
	purpose: "a sender with a slow uplink mistakes its peers for slow ones",
	set: {
		normal: 19,
		slow: 1,
		connectTo: 10,
		slowOut: 512,
		high: 256,
		medium: 512,
		low: 1024,
		from: "slow",
		messages: 1800,
		every: "250ms",
		size: "256Ki",
		length: "10m",
	},
});
