import { defineScenario } from "../../experiment.ts";
import { connectionDraft } from "../../protocols/connection-manager.ts";
import { connManagerA } from "./connmanager-a.ts";

export const connManagerG = defineScenario(connManagerA, {
	name: "connmanager-g",
	purpose:
		"peers that come back at once: does the hub settle, or drop and take for ever?",
	set: { dialled: 0 },
	change: (_, values, surroundings) =>
		connectionDraft(values, surroundings, "aggressive"),
});
