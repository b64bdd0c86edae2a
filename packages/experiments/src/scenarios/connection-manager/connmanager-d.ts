import { defineScenario } from "../../experiment.ts";
import { connManagerA } from "./connmanager-a.ts";

export const connManagerD = defineScenario(connManagerA, {
	name: "connmanager-d",
	purpose:
		"a hub with a hard limit in addition to its watermarks never exceeds it",
	set: { dialled: 0, maxConnections: 30 },
});
