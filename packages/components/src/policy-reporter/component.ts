import { charts, endpoints, place } from "@lab/lab";
import { defineComponent } from "../component.ts";
import { expose } from "../exposure.ts";
import { kyverno } from "../kyverno/component.ts";
import { traefikMiddlewares } from "../traefik-middlewares/component.ts";

/** UI for the reports of policies. */
export const policyReporter = defineComponent({
	name: "policy-reporter",
	purpose: "shows the reports of policies",
	namespace: endpoints.policyReporter.namespace,
	chart: charts.policyReporter,
	needs: [kyverno, traefikMiddlewares],
	values: () => ({ ui: { enabled: true, ...place("monitoring") } }),
	objects: (scope, env) => expose(scope, endpoints.policyReporter, env),
});
