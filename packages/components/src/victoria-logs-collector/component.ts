import { charts, labNamespaces, place, stores } from "@lab/lab";
import { defineComponent } from "../component.ts";
import { victoriaLogs } from "../victoria-logs/component.ts";

/** Reads the logs of every pod of an experiment on every node. */
export const victoriaLogsCollector = defineComponent({
	name: "victoria-logs-collector",
	purpose: "brings the logs of experiments into the log store",
	namespace: stores.logs.namespace,
	chart: charts.victoriaLogsCollector,
	needs: [victoriaLogs],
	values: () => ({
		remoteWrite: [{ url: `${stores.logs.write}/native` }],
		collector: {
			// The lab's own logs would drown those of experiments.
			excludeFilter: `kubernetes.pod_namespace:in(${labNamespaces.join(",")})`,
		},
		...place("everyNode"),
	}),
});
