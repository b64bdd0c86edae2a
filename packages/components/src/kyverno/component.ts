import { charts, type Environment, place } from "@lab/lab";
import { defineComponent } from "../component.ts";

/** Changes and deletes objects as policies say. */
export const kyverno = defineComponent({
	name: "kyverno",
	purpose: "runs policies",
	namespace: "kyverno",
	chart: charts.kyverno,
	values: (env) => ({
		admissionController: controller(env),
		backgroundController: controller(env),
		cleanupController: controller(env),
		reportsController: controller(env),
	}),
});

function controller({ replicas }: Environment) {
	const { affinity, ...placed } = place("monitoring");
	return {
		...placed,
		// The chart reads no `affinity`: vaclab-2's was never in force.
		nodeAffinity: affinity?.nodeAffinity,
		...(replicas.kyverno > 1 && { replicas: replicas.kyverno }),
	};
}
