import { stores } from "@lab/lab";
import { dashboards, toGrafana } from "@lab/monitoring";
import { ApiObject } from "cdk8s";
import { defineComponent } from "../component.ts";

/** The lab's dashboards, where Grafana's sidecar finds them. */
export const grafanaDashboards = defineComponent({
	name: "grafana-dashboards",
	purpose: "what Grafana shows",
	namespace: stores.metrics.namespace,
	objects(scope) {
		for (const dashboard of dashboards)
			new ApiObject(scope, dashboard.name, {
				apiVersion: "v1",
				kind: "ConfigMap",
				metadata: {
					name: `dashboard-${dashboard.name}`,
					// The label by which the sidecar finds it, the annotation by which it files it.
					labels: { grafana_dashboard: "1" },
					annotations: { grafana_folder: dashboard.folder },
				},
				data: {
					[`${dashboard.name}.json`]: `${JSON.stringify(toGrafana(dashboard), null, 1)}\n`,
				},
			});
	},
});
