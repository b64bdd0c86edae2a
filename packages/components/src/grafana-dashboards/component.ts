import { add } from "@lab/bundles";
import { stores } from "@lab/lab";
import { dashboards, toGrafana } from "@lab/monitoring";
import { defineComponent } from "../component.ts";

/** The lab's dashboards, as ConfigMaps that Grafana's sidecar loads. */
export const grafanaDashboards = defineComponent({
	name: "grafana-dashboards",
	purpose: "dashboards of Grafana",
	namespace: stores.metrics.namespace,
	objects(scope) {
		for (const dashboard of dashboards)
			add(scope, dashboard.name, {
				apiVersion: "v1",
				kind: "ConfigMap",
				metadata: {
					name: `dashboard-${dashboard.name}`,
					// The sidecar selects by the label; the annotation names the folder.
					labels: { grafana_dashboard: "1" },
					annotations: { grafana_folder: dashboard.folder },
				},
				data: {
					[`${dashboard.name}.json`]: `${JSON.stringify(toGrafana(dashboard), null, 1)}\n`,
				},
			});
	},
});
