import { bandwidthOf, nodes, shortName } from "@lab/lab";
import { ApiObject } from "cdk8s";
import { defineComponent } from "../component.ts";
import { nodeFeatureDiscovery } from "../node-feature-discovery/component.ts";

/**
 * What each node can promise of its NIC, as extended resources: a pod that
 * asks for more than is left is not placed there, by the cluster's own
 * scheduler.
 *
 * Nobody asks for them yet. The scheduler profile that takes vaclab-2's
 * scheduler's name is configuration of the control plane, so provisioning will
 * bring it; the rule that gives pods a request from their annotations will
 * stand here.
 */
export const bandwidthResources = defineComponent({
	name: "bandwidth-resources",
	purpose: "bandwidth of each node as a resource",
	namespace: nodeFeatureDiscovery.namespace,
	needs: [nodeFeatureDiscovery],
	objects(scope) {
		new ApiObject(scope, "rule", {
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
