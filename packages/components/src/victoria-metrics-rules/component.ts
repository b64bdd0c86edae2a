import { stores } from "@lab/lab";
import { ruleGroups, toPrometheus } from "@lab/monitoring";
import { ApiObject } from "cdk8s";
import { defineComponent } from "../component.ts";
import { victoriaMetrics } from "../victoria-metrics/component.ts";

/** The lab's recording rules and alerts, where vmalert finds them. */
export const victoriaMetricsRules = defineComponent({
	name: "victoria-metrics-rules",
	purpose: "what vmalert records and warns of",
	namespace: stores.metrics.namespace,
	needs: [victoriaMetrics],
	objects(scope) {
		for (const group of ruleGroups)
			new ApiObject(scope, group.name, {
				apiVersion: "operator.victoriametrics.com/v1beta1",
				kind: "VMRule",
				metadata: { name: group.name },
				spec: { groups: [toPrometheus(group)] },
			});
	},
});
