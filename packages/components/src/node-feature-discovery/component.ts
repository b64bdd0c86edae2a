import { charts, place } from "@lab/lab";
import { defineComponent } from "../component.ts";

/** Applies rules about machines to set labels and extended resources of their nodes. */
export const nodeFeatureDiscovery = defineComponent({
	name: "node-feature-discovery",
	purpose: "labels and extended resources of nodes",
	namespace: "node-feature-discovery",
	chart: charts.nodeFeatureDiscovery,
	values: () => ({
		worker: place("everyNode"),
	}),
});
