import { defineScenario } from "../../experiment.ts";
import { connectionDraft } from "../../protocols/connection-manager.ts";
import { connManagerA } from "./connmanager-a.ts";

export const connManagerG = defineScenario(connManagerA, {
	name: "connmanager-g",
	purpose:
		"does a hub settle when dropped peers reconnect at once, or does it oscillate?",
	set: { dialled: 0 },
	change: (_, values, context) =>
		connectionDraft(values, context, "aggressive"),
});
