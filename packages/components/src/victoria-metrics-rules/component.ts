import { add } from "@lab/bundles";
import { stores } from "@lab/lab";
import { ruleGroups, toPrometheus } from "@lab/monitoring";
import { defineComponent } from "../component.ts";
import { victoriaMetrics } from "../victoria-metrics/component.ts";

/** The lab's recording rules and alerts, for vmalert. */
export const victoriaMetricsRules = defineComponent({
	name: "victoria-metrics-rules",
	purpose: "recording rules and alerts of vmalert",
	namespace: stores.metrics.namespace,
	needs: [victoriaMetrics],
	objects(scope) {
		for (const group of ruleGroups)
			add(scope, group.name, {
				apiVersion: "operator.victoriametrics.com/v1beta1",
				kind: "VMRule",
				metadata: { name: group.name },
				spec: { groups: [toPrometheus(group)] },
			});
	},
});
