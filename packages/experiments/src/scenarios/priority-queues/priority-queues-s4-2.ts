import { defineScenario } from "../../experiment.ts";
import { slowPair } from "../../protocols/priority-queues.ts";
import { priorityQueuesS0 } from "./priority-queues-s0.ts";

export const priorityQueuesS42 = defineScenario(priorityQueuesS0, {
	name: "priority-queues-s4-2",
	purpose:
		"how does the penalty weight affect a peer whose queue overflows in bursts?",
	set: {
		...slowPair,
		penaltyWeight: -0.05,
		from: "all",
		messages: 60,
		every: "5s",
		bursts: 3,
		length: "5m",
	},
});
