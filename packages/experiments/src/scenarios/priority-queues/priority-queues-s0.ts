import { defineExperiment } from "../../experiment.ts";
import {
	queueParameters,
	queuesDraft,
} from "../../protocols/priority-queues.ts";

/** Gossipsub's priority queues without slow peers. */
export const priorityQueuesS0 = defineExperiment({
	name: "priority-queues-s0",
	purpose: "priority queues change nothing in a network without slow peers",
	backends: ["cluster"],
	parameters: {
		...queueParameters,
		// 900 messages in total; 900 from each of 100 nodes would give a plan of 12 MB.
		messages: { ...queueParameters.messages, default: 9 },
		every: { ...queueParameters.every, default: 100_000 },
	},
	draft: queuesDraft,
});
