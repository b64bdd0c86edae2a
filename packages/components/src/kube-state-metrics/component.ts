import { charts, place, stores } from "@lab/lab";
import { defineComponent } from "../component.ts";

/** Objects that no question about the lab's health is asked of. */
const unasked = [
	"certificatesigningrequests",
	"configmaps",
	"leases",
	"limitranges",
	"mutatingwebhookconfigurations",
	"networkpolicies",
	"replicationcontrollers",
	"resourcequotas",
	"secrets",
	"validatingwebhookconfigurations",
] as const;

/** Says what Kubernetes's objects are like: nodes, pods, restarts, volumes. */
export const kubeStateMetrics = defineComponent({
	name: "kube-state-metrics",
	purpose: "tells the state of nodes, pods and volumes",
	namespace: stores.metrics.namespace,
	chart: charts.kubeStateMetrics,
	values: (env) => ({
		collectorsExclude: [...unasked],
		...(env.reserves && {
			resources: {
				requests: { cpu: "512m", memory: "512Mi" },
				limits: { cpu: "1", memory: "2Gi" },
			},
		}),
		...place("controllers"),
	}),
});
