import { defineScenario } from "../../experiment.ts";
import { connManagerA } from "./connmanager-a.ts";

export const connManagerB = defineScenario(connManagerA, {
	name: "connmanager-b",
	purpose:
		"does a hub keep late peers that are in their grace period when it trims?",
	set: { dialled: 0, grace: "1m", late: 5 },
});
