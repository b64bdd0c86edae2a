import { add } from "@lab/bundles";
import { bandwidthOf, nodes, shortName } from "@lab/lab";
import { defineComponent } from "../component.ts";
import { nodeFeatureDiscovery } from "../node-feature-discovery/component.ts";

/**
 * Available bandwidth of each node as extended resources, so that the cluster's
 * own scheduler does not place a pod where too little is left.
 *
 * No pod requests them yet. The scheduler profile that will take over the name
 * of vaclab-2's scheduler is control plane configuration, so provisioning will
 * install it; the rule that turns annotations of pods into requests will be
 * part of this component.
 */
export const bandwidthResources = defineComponent({
	name: "bandwidth-resources",
	purpose: "bandwidth of each node as a resource",
	namespace: nodeFeatureDiscovery.namespace,
	needs: [nodeFeatureDiscovery],
	objects(scope) {
		add(scope, "rule", {
			apiVersion: "nfd.k8s-sigs.io/v1alpha1",
			kind: "NodeFeatureRule",
			metadata: { name: "bandwidth" },
			spec: {
				rules: nodes.map((node) => ({
					name: shortName(node),
					extendedResources: Object.fromEntries(
						Object.entries(bandwidthOf(node)).map(([resource, mbps]) => [
							resource,
							String(mbps),
						]),
					),
					matchFeatures: [
						{
							feature: "system.name",
							matchExpressions: {
								nodename: { op: "In", value: [node.name] },
							},
						},
					],
				})),
			},
		});
	},
});
