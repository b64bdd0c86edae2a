import { defineComponent } from "../component.ts";
import { kyverno } from "../kyverno/component.ts";
import { addExperimentDefaults } from "./experiment-defaults.ts";
import { addExpiry } from "./expiry.ts";

/** Policies for pods and namespaces of experiments. */
export const kyvernoPolicies = defineComponent({
	name: "kyverno-policies",
	purpose: "defaults and expiry of experiments",
	namespace: kyverno.namespace,
	needs: [kyverno],
	objects(scope, env) {
		addExperimentDefaults(scope, env);
		addExpiry(scope);
	},
});
