import { defineExperiment } from "../../experiment.ts";
import {
	connectionDraft,
	connectionParameters,
} from "../../protocols/connection-manager.ts";

/** Water marks of nim-libp2p's connection manager: peers that the hub dials against those that dial it. */
export const connManagerA = defineExperiment({
	name: "connmanager-a",
	purpose:
		"a hub trims to its low water mark, and rather those that dialled it",
	backends: ["cluster"],
	parameters: {
		...connectionParameters,
		dialled: { ...connectionParameters.dialled, default: 5 },
	},
	draft: (values, surroundings) => connectionDraft(values, surroundings),
});
