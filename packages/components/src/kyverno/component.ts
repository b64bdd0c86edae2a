import { readyWith } from "@lab/kubernetes";
import { apart, charts, type Environment, place } from "@lab/lab";
import { defineComponent } from "../component.ts";

const name = "kyverno";

/** Mutates and deletes objects according to policies. */
export const kyverno = defineComponent({
	name,
	purpose: "runs policies",
	namespace: "kyverno",
	chart: charts.kyverno,
	values: (env) => ({
		admissionController: {
			...controller(env, "admission"),
			podAntiAffinity: apart({
				"app.kubernetes.io/component": "admission-controller",
			}),
			podAnnotations: readyWith({
				bundle: name,
				kind: "ValidatingWebhookConfiguration",
				name: "kyverno-policy-validating-webhook-cfg",
			}),
		},
		backgroundController: controller(env),
		cleanupController: controller(env),
		reportsController: controller(env),
	}),
});

function controller(
	{ replicas }: Environment,
	policy: "admission" | "monitoring" = "monitoring",
) {
	const { affinity, ...placed } = place(policy);
	return {
		...placed,
		// The chart does not read `affinity`, so vaclab-2's had no effect.
		nodeAffinity: affinity?.nodeAffinity,
		...(replicas.kyverno > 1 && { replicas: replicas.kyverno }),
	};
}
