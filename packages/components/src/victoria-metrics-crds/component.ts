import { charts, stores } from "@lab/lab";
import { defineComponent } from "../component.ts";

/** Kinds of the VictoriaMetrics operator. In the stack's chart, Helm would install them once and never upgrade them. */
export const victoriaMetricsCrds = defineComponent({
	name: "victoria-metrics-crds",
	purpose: "kinds of the VictoriaMetrics operator",
	namespace: stores.metrics.namespace,
	chart: charts.victoriaMetricsOperatorCrds,
	// The stack's chart installed them before, without an owner.
	adopt: true,
	// Without them, Kubernetes deletes the stores of all namespaces.
	keep: true,
});
