import { defineScenario } from "../../experiment.ts";
import { jsWaku } from "./js-waku.ts";

export const jsWakuChurn = defineScenario(jsWaku, {
	name: "js-waku-churn",
	purpose: "browser nodes that leave and return find a server to push to",
	set: { away: 0.2, messages: 180 },
});
