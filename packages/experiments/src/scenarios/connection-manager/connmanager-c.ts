import { defineScenario } from "../../experiment.ts";
import { connManagerA } from "./connmanager-a.ts";

export const connManagerC = defineScenario(connManagerA, {
	name: "connmanager-c",
	purpose: "a hub never trims protected peers",
	set: { dialled: 0, guarded: 5 },
});
