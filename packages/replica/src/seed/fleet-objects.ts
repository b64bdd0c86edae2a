import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { WrittenObject } from "@lab/kubernetes";
import { fleet, platform } from "@lab/lab";
import type { KubeApi } from "../access/kube-api.ts";

const SYSTEM = "cattle-fleet-system";

/** Namespace of the cluster's BundleDeployments, named as Fleet names it. */
export const clusterNamespace = `cluster-${fleet.workspace}-${fleet.cluster}-${createHash(
	"sha256",
)
	.update(`${fleet.workspace}::${fleet.cluster}`)
	.digest("hex")
	.slice(0, 12)}`;

/** Namespaces that Fleet needs. */
export const fleetNamespaces = [
	...platform.namespaces,
	fleet.workspace,
	clusterNamespace,
	SYSTEM,
];

const configMap = (name: string): WrittenObject => ({
	apiVersion: "v1",
	kind: "ConfigMap",
	metadata: { name, namespace: SYSTEM },
	data: { config: "{}" },
});

/** The cluster, with the label by which Fleet's own group of local clusters selects it. */
export const clusterObject: WrittenObject = {
	apiVersion: "fleet.cattle.io/v1alpha1",
	kind: "Cluster",
	metadata: {
		name: fleet.cluster,
		namespace: fleet.workspace,
		labels: { name: fleet.cluster },
	},
	spec: {},
};

/** Group that a rollout targets. */
export const clusterGroup: WrittenObject = {
	apiVersion: "fleet.cattle.io/v1alpha1",
	kind: "ClusterGroup",
	metadata: { name: "default", namespace: fleet.workspace },
	spec: { selector: { matchLabels: { name: fleet.cluster } } },
};

/**
 * Creates what Fleet's agent management creates in the real lab: the cluster, the
 * group that a GitRepo targets, and credentials for an agent that skips registration.
 *
 * @param kubeconfig path of the kubeconfig for the agent
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

/** Sets the context's namespace, which the agent works in. */
const withNamespace = (text: string): string =>
	text.replace(
		/^( +)(cluster: \S+)$/m,
		`$1$2\n$1namespace: ${clusterNamespace}`,
	);
