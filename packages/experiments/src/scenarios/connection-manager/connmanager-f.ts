import { defineScenario } from "../../experiment.ts";
import { connManagerA } from "./connmanager-a.ts";

export const connManagerF = defineScenario(connManagerA, {
	name: "connmanager-f",
	purpose: "more peers to keep than the low water mark: does trimming end?",
	set: { dialled: 0, guarded: 15 },
});
