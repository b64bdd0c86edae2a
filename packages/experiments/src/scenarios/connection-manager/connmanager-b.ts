import { defineScenario } from "../../experiment.ts";
import { connManagerA } from "./connmanager-a.ts";

export const connManagerB = defineScenario(connManagerA, {
	name: "connmanager-b",
	purpose:
		"peers that come late are within their grace when the hub trims: are they kept?",
	set: { dialled: 0, grace: 60_000, late: 5 },
});
