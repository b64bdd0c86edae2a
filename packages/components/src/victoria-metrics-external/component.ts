import { charts, stores } from "@lab/lab";
import { metricsStore, withoutParts } from "../_metrics-store.ts";
import { guardStore } from "../_store-access.ts";
import { defineComponent } from "../component.ts";
import { storage } from "../storage/component.ts";
import { victoriaMetrics } from "../victoria-metrics/component.ts";

/** Metrics store for nodes outside the lab, which the lab's Grafana reads. */
export const victoriaMetricsExternal = defineComponent({
	name: "victoria-metrics-external",
	purpose: "stores the metrics of public nodes",
	namespace: stores.metricsExternal.namespace,
	chart: charts.victoriaMetricsStackExternal,
	// The lab's operator also runs this store.
	needs: [storage, victoriaMetrics],
	values: (env) => ({
		...withoutParts,
		"victoria-metrics-operator": { enabled: false },
		vmcluster: metricsStore(env, {
			vmstorage: env.replicas.vmstorageExternal,
			retention: env.retention.metricsExternal,
			disk: env.disks.metricsExternal,
		}),
		vmagent: { enabled: false },
		vmalert: { enabled: false },
		alertmanager: { enabled: false },
		grafana: { enabled: false },
	}),
	objects: (scope) => guardStore(scope, stores.metricsExternal),
});
