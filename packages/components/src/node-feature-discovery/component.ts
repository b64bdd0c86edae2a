import { charts, place } from "@lab/lab";
import { defineComponent } from "../component.ts";
import { nodeFeatureDiscoveryCrds } from "../node-feature-discovery-crds/component.ts";

/** Applies rules about machines to set labels and extended resources of their nodes. */
export const nodeFeatureDiscovery = defineComponent({
	name: "node-feature-discovery",
	purpose: "labels and extended resources of nodes",
	namespace: "node-feature-discovery",
	chart: charts.nodeFeatureDiscovery,
	needs: [nodeFeatureDiscoveryCrds],
	values: () => ({
		worker: place("everyNode"),
	}),
});
