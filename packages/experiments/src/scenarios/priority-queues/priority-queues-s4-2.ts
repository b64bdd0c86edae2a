import { defineScenario } from "../../experiment.ts";
import { slowPair } from "../../protocols/priority-queues.ts";
import { priorityQueuesS0 } from "./priority-queues-s0.ts";

export const priorityQueuesS42 = defineScenario(priorityQueuesS0, {
	name: "priority-queues-s4-2",
	purpose: "what the weight of the penalty does to a peer that bursts overflow",
	set: {
		...slowPair,
		penaltyWeight: -0.05,
		from: "all",
		messages: 60,
		every: 5000,
		bursts: 3,
		length: 300_000,
	},
});
