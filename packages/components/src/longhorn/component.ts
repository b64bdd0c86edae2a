import { charts, endpoints, place } from "@lab/lab";
import { defineComponent } from "../component.ts";
import { expose } from "../exposure.ts";
import { traefikMiddlewares } from "../traefik-middlewares/component.ts";

/** Block storage that is replicated over the disks of the nodes. */
export const longhorn = defineComponent({
	name: "longhorn",
	purpose: "replicated block storage",
	namespace: "longhorn-system",
	needs: [traefikMiddlewares],
	requires: (env) => env.served.blockStorage,
	chart: charts.longhorn,
	values: () => ({
		defaultSettings: {
			// Disks come from the node facts; a node without the label gives none.
			createDefaultDiskLabeledNodes: true,
		},
		longhornManager: place("everyNode"),
		longhornDriver: place("everyNode"),
		longhornUI: place("controllers"),
	}),
	objects: (scope, env) => expose(scope, endpoints.longhorn, env),
});
