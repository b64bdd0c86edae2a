import { charts, endpoints, stores } from "@lab/lab";
import { logStore } from "../_log-store.ts";
import { guardStore } from "../_store-access.ts";
import { defineComponent } from "../component.ts";
import { expose } from "../exposure.ts";
import { storage } from "../storage/component.ts";

/** Log store of the lab. */
export const victoriaLogs = defineComponent({
	name: "victoria-logs",
	purpose: "stores and searches the logs of experiments",
	namespace: stores.logs.namespace,
	chart: charts.victoriaLogsCluster,
	needs: [storage],
	values: (env) =>
		logStore(env, {
			vlinsert: env.replicas.vlinsert,
			vlselect: env.replicas.vlselect,
			vlstorage: env.replicas.vlstorage,
			retention: env.retention.logs,
			disk: env.disks.logs,
		}),
	objects(scope, env) {
		guardStore(scope, stores.logs);
		expose(scope, endpoints.logs, env);
	},
});
