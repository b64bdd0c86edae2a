import { add } from "@lab/bundles";
import { charts, recordedCrds } from "@lab/lab";
import { defineComponent } from "../component.ts";

/** Kinds of node-feature-discovery. In its chart, Helm would install them once and never upgrade them. */
export const nodeFeatureDiscoveryCrds = defineComponent({
	name: "node-feature-discovery-crds",
	purpose: "kinds of node-feature-discovery",
	namespace: "node-feature-discovery",
	// The chart installed them before, without an owner.
	adopt: true,
	// Without them, Kubernetes deletes the rules by which nodes are labelled.
	keep: true,
	objects(scope) {
		for (const crd of recordedCrds(charts.nodeFeatureDiscovery))
			add(scope, crd.metadata.name, crd as never);
	},
});
