import { defineScenario } from "../../experiment.ts";
import { connManagerA } from "./connmanager-a.ts";

export const connManagerF = defineScenario(connManagerA, {
	name: "connmanager-f",
	purpose:
		"does trimming terminate with more protected peers than the low watermark?",
	set: { dialled: 0, guarded: 15 },
});
