import { bandwidth, charts, endpoints, stores } from "@lab/lab";
import { logStore } from "../_log-store.ts";
import { guardStore } from "../_store-access.ts";
import { defineComponent } from "../component.ts";
import { expose } from "../exposure.ts";
import { storage } from "../storage/component.ts";

/** Log store for nodes outside the lab; anyone may read it, at a limited rate. */
export const victoriaLogsExternal = defineComponent({
	name: "victoria-logs-external",
	purpose: "stores and searches the logs of public nodes",
	namespace: stores.logsExternal.namespace,
	chart: charts.victoriaLogsClusterExternal,
	needs: [storage],
	values(env) {
		const store = logStore(env, {
			vlinsert: env.replicas.vlinsertExternal,
			vlselect: env.replicas.vlselect,
			vlstorage: env.replicas.vlstorageExternal,
			retention: env.retention.logsExternal,
			disk: env.disks.logsExternal,
		});
		return {
			...store,
			vlselect: {
				...store.vlselect,
				// Many readers must not slow down an experiment.
				podAnnotations: {
					[bandwidth.annotations.ingress]: "100M",
					[bandwidth.annotations.egress]: "200M",
				},
			},
		};
	},
	objects(scope, env) {
		guardStore(scope, stores.logsExternal);
		expose(scope, endpoints.publicLogs, env);
	},
});
