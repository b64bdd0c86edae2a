import { charts, endpoints, place } from "@lab/lab";
import { defineComponent } from "../component.ts";
import { expose } from "../exposure.ts";
import { traefikMiddlewares } from "../traefik-middlewares/component.ts";

/** Block storage, replicated across the disks of the nodes. */
export const longhorn = defineComponent({
	name: "longhorn",
	purpose: "replicated block storage",
	namespace: "longhorn-system",
	needs: [traefikMiddlewares],
	requires: (env) => env.supports.blockStorage,
	chart: charts.longhorn,
	values: () => ({
		defaultSettings: {
			// Disks come from the node facts; nodes without the label provide none.
			createDefaultDiskLabeledNodes: true,
		},
		// k3s's local-path stays the default: two would be ambiguous, and every volume of ours names its class.
		persistence: { defaultClass: false },
		longhornManager: place("everyNode"),
		longhornDriver: place("everyNode"),
		longhornUI: place("controllers"),
	}),
	objects: (scope, env) => expose(scope, endpoints.longhorn, env),
});
