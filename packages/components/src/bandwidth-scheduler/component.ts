import { charts, place } from "@lab/lab";
import { bandwidthOperator } from "../bandwidth-operator/component.ts";
import { defineComponent } from "../component.ts";

/**
 * vaclab-2's second scheduler, whose name manifests of experiments use. To be
 * removed once a profile of the cluster's own scheduler takes over its name.
 */
export const bandwidthScheduler = defineComponent({
	name: "bandwidth-scheduler",
	purpose: "schedules pods by available bandwidth",
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
