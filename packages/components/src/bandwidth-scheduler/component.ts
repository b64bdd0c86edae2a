import { charts, place } from "@lab/lab";
import { bandwidthOperator } from "../bandwidth-operator/component.ts";
import { defineComponent } from "../component.ts";

/**
 * vaclab-2's second scheduler, which manifests of experiments name. Goes when
 * a profile of the cluster's own scheduler takes its name.
 */
export const bandwidthScheduler = defineComponent({
	name: "bandwidth-scheduler",
	purpose: "places pods where their bandwidth fits",
	namespace: "kube-system",
	needs: [bandwidthOperator],
	chart: charts.vaclabScheduler,
	values: (env) => ({
		...(env.reserves && { scheduler: { resources: resources("4Gi", 4) } }),
		controller: {
			...place("controllers"),
			...(env.reserves && { resources: resources("2Gi", 2) }),
		},
	}),
});

const resources = (memory: string, cpu: number) => ({
	limits: { cpu, memory },
	requests: { cpu: 1, memory: "500Mi" },
});
