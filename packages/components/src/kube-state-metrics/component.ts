import { charts, place, stores } from "@lab/lab";
import { defineComponent } from "../component.ts";

/** Kinds that are irrelevant to lab health. */
const irrelevant = [
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

/** Metrics about the state of Kubernetes objects: nodes, pods, restarts, volumes. */
export const kubeStateMetrics = defineComponent({
	name: "kube-state-metrics",
	purpose: "metrics about nodes, pods and volumes",
	namespace: stores.metrics.namespace,
	chart: charts.kubeStateMetrics,
	values: (env) => ({
		collectorsExclude: [...irrelevant],
		...(env.reserves && {
			resources: {
				requests: { cpu: "512m", memory: "512Mi" },
				limits: { cpu: "1", memory: "2Gi" },
			},
		}),
		...place("controllers"),
	}),
});
