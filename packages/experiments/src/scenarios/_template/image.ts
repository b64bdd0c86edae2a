import { defineExperiment } from "../../experiment.ts";
import { count } from "../../parameter.ts";
import { anyImage } from "../../protocols/any-image.ts";

/** My experiment: say here what a run answers. */
export const myExperiment = defineExperiment({
	name: "my-experiment",
	purpose: "my-experiment: all nodes come up and stay",
	backends: ["cluster"],
	parameters: {
		nodes: count({
			default: 10,
			min: 1,
			max: 10_000,
			unit: "nodes",
			meaning: "how many",
		}),
	},
	draft: ({ nodes }) =>
		anyImage({
			image: "nginx:1.27.3",
			nodes,
			watchMs: 60_000,
		}),
});
