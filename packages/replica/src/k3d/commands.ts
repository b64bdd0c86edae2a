import { exitCode, LabError } from "@lab/core";
import { CLUSTER, CONFIG, OWNER } from "./config.ts";

/** Cluster in the output of `k3d cluster list --output json`. */
export interface K3dCluster {
	readonly name: string;
	readonly serversRunning: number;
	readonly agentsRunning: number;
	readonly serversCount: number;
	readonly agentsCount: number;
	readonly nodes: readonly {
		readonly role: string;
		/** Entries of the form `KEY=value`. */
		readonly env?: readonly string[];
		readonly State?: { readonly Running: boolean };
	}[];
}

export interface DesiredCluster {
	/** ID of this replica, by which it recognizes its own cluster. */
	readonly owner: string;
	/** Hash of the configuration. */
	readonly config: string;
	/** Path of the configuration. */
	readonly file: string;
}

export interface K3dPlan {
	/** Arguments of each k3d call, in order. */
	readonly calls: readonly (readonly string[])[];
	/** Difference from the configuration that only a new cluster removes. */
	readonly drift?: string;
}

export const listCall = ["cluster", "list", "--output", "json"] as const;
export const kubeconfigCall = ["kubeconfig", "get", CLUSTER] as const;

/** Plans the k3d calls after which the cluster runs. @throws LabError `not-our-cluster` */
export function planUp(
	clusters: readonly K3dCluster[],
	{ owner, config, file }: DesiredCluster,
): K3dPlan {
	const cluster = ownCluster(clusters, owner);
	if (cluster === undefined)
		return { calls: [["cluster", "create", "--config", file]] };
	const running = cluster.nodes.every(({ State }) => State?.Running !== false);
	const createdFrom = variableOf(cluster, CONFIG);
	return {
		calls: running ? [] : [["cluster", "start", CLUSTER, "--wait"]],
		...(createdFrom !== config && {
			drift: `the cluster was created from another configuration (${createdFrom}, now ${config}): run 'pnpm local-lab reset', then 'pnpm local-lab up'`,
		}),
	};
}

/** @throws LabError `not-our-cluster` */
export const planDown = (
	clusters: readonly K3dCluster[],
	owner: string,
): K3dPlan => ({
	calls:
		ownCluster(clusters, owner) === undefined
			? []
			: [["cluster", "stop", CLUSTER]],
});

/** @throws LabError `not-our-cluster` */
export const planReset = (
	clusters: readonly K3dCluster[],
	owner: string,
): K3dPlan => ({
	calls:
		ownCluster(clusters, owner) === undefined
			? []
			: [["cluster", "delete", CLUSTER]],
});

function ownCluster(
	clusters: readonly K3dCluster[],
	owner: string,
): K3dCluster | undefined {
	const cluster = clusters.find(({ name }) => name === CLUSTER);
	if (cluster === undefined || variableOf(cluster, OWNER) === owner)
		return cluster;
	throw new LabError({
		code: "not-our-cluster",
		what: `the k3d cluster '${CLUSTER}' exists, but this replica did not create it`,
		where: `k3d cluster list ${CLUSTER}`,
		help: `use the folder of the replica that created it (VACLAB_REPLICA_DIR), or delete it yourself: k3d cluster delete ${CLUSTER}`,
		exit: exitCode.unavailable,
	});
}

const variableOf = ({ nodes }: K3dCluster, key: string): string | undefined =>
	nodes
		.find(({ role }) => role === "server")
		?.env?.find((line) => line.startsWith(`${key}=`))
		?.slice(key.length + 1);
