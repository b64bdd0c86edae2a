import { charts, labNamespaces, place, stores } from "@lab/lab";
import { defineComponent } from "../component.ts";
import { victoriaLogs } from "../victoria-logs/component.ts";

/** Collects the logs of experiments from every node. */
export const victoriaLogsCollector = defineComponent({
	name: "victoria-logs-collector",
	purpose: "collects the logs of experiments",
	namespace: stores.logs.namespace,
	chart: charts.victoriaLogsCollector,
	needs: [victoriaLogs],
	values: (env) => ({
		remoteWrite: [{ url: `${stores.logs.write}/native` }],
		collector: {
			// The lab's own logs would far outnumber those of experiments.
			excludeFilter: `kubernetes.pod_namespace:in(${labNamespaces.join(",")})`,
		},
		...(env.reserves && {
			// It runs beside experiments, and must not take what they measure.
			resources: {
				requests: { cpu: "100m", memory: "256Mi" },
				limits: { cpu: "1", memory: "1Gi" },
			},
		}),
		...place("everyNode"),
	}),
});
