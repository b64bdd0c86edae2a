import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { fleet, platform } from "@lab/lab";
import type { KubeApi, KubeObject } from "./kube-api.ts";

const SYSTEM = "cattle-fleet-system";

/** As Fleet names the namespace of a cluster's BundleDeployments. */
export const clusterNamespace = `cluster-${fleet.workspace}-${fleet.cluster}-${createHash(
	"sha256",
)
	.update(`${fleet.workspace}::${fleet.cluster}`)
	.digest("hex")
	.slice(0, 12)}`;

/** Namespaces without which Fleet cannot be set up. */
export const fleetNamespaces = [
	...platform.namespaces,
	fleet.workspace,
	clusterNamespace,
	SYSTEM,
];

const configMap = (name: string): KubeObject => ({
	apiVersion: "v1",
	kind: "ConfigMap",
	metadata: { name, namespace: SYSTEM },
	data: { config: "{}" },
});

/** The one cluster, as Rancher labels it: the lab's targets match. */
export const clusterObject: KubeObject = {
	apiVersion: "fleet.cattle.io/v1alpha1",
	kind: "Cluster",
	metadata: {
		name: fleet.cluster,
		namespace: fleet.workspace,
		labels: { name: fleet.cluster, ...fleet.clusterLabel },
	},
	spec: {},
};

/** The group that a roll-out targets. */
export const clusterGroup: KubeObject = {
	apiVersion: "fleet.cattle.io/v1alpha1",
	kind: "ClusterGroup",
	metadata: { name: "default", namespace: fleet.workspace },
	spec: { selector: { matchLabels: { name: fleet.cluster } } },
};

/**
 * What Fleet's agent management does on the real lab: the one cluster, the
 * group that a GitRepo targets, and an agent that needs not register.
 *
 * @param kubeconfig with which the agent reaches the cluster
 */
export async function setUpFleet(
	api: KubeApi,
	kubeconfig: string,
): Promise<void> {
	await Promise.all([
		api.apply(configMap("fleet-controller")),
		api.apply(configMap("fleet-agent")),
		api.apply(clusterGroup),
		api.apply({
			apiVersion: "v1",
			kind: "Secret",
			metadata: { name: "fleet-agent", namespace: SYSTEM },
			stringData: {
				kubeconfig: await readFile(kubeconfig, "utf8").then(withNamespace),
				deploymentNamespace: clusterNamespace,
				clusterNamespace: fleet.workspace,
				clusterName: fleet.cluster,
			},
		}),
		api
			.apply(clusterObject)
			.then(() =>
				api.patch(
					clusterObject,
					{ status: { namespace: clusterNamespace } },
					"/status",
				),
			),
	]);
}

/** The agent works where its context points to. */
const withNamespace = (text: string): string =>
	text.replace(
		/^( +)(cluster: \S+)$/m,
		`$1$2\n$1namespace: ${clusterNamespace}`,
	);
