import { defineScenario } from "../../experiment.ts";
import { connManagerA } from "./connmanager-a.ts";

export const connManagerE = defineScenario(connManagerA, {
	name: "connmanager-e",
	purpose:
		"peers that come anew before their grace is over: do they stay for ever?",
	set: { dialled: 0, grace: 60_000, abusers: 8 },
});
