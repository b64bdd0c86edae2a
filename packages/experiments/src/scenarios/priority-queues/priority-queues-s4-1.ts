import { defineScenario } from "../../experiment.ts";
import { priorityQueuesS0 } from "./priority-queues-s0.ts";

export const priorityQueuesS41 = defineScenario(priorityQueuesS0, {
	name: "priority-queues-s4-1",
	purpose: "how long a slow peer is held its overflows against",
	set: {
		normal: 1,
		slow: 1,
		connectTo: 1,
		d: 1,
		dLow: 0,
		dHigh: 2,
		slowIn: 512,
		high: 65_536,
		medium: 32,
		low: 65_536,
		messages: 1800,
		every: 250,
		size: 262_144,
	},
});
