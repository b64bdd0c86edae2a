import { defineScenario } from "../../experiment.ts";
import { connManagerA } from "./connmanager-a.ts";

export const connManagerE = defineScenario(connManagerA, {
	name: "connmanager-e",
	purpose:
		"can peers stay connected forever by reconnecting before their grace period ends?",
	set: { dialled: 0, grace: "1m", abusers: 8 },
});
