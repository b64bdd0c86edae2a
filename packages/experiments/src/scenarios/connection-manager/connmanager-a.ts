import { defineExperiment } from "../../experiment.ts";
import {
	connectionDraft,
	connectionParameters,
} from "../../protocols/connection-manager.ts";

/** Watermarks of nim-libp2p's connection manager, with peers that the hub dials and peers that dial the hub. */
export const connManagerA = defineExperiment({
	name: "connmanager-a",
	purpose:
		"a hub trims to its low watermark, and prefers to drop peers that dialled it",
	backends: ["cluster"],
	parameters: {
		...connectionParameters,
		dialled: { ...connectionParameters.dialled, default: 5 },
	},
	draft: (values, context) => connectionDraft(values, context),
});
