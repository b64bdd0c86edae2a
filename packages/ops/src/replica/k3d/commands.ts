import { exitCode, LabError } from "@lab/core";
import { CLUSTER, CONFIG, OWNER } from "./config.ts";

/** A cluster as `k3d cluster list --output json` tells of it. */
export interface K3dCluster {
	readonly name: string;
	readonly serversRunning: number;
	readonly agentsRunning: number;
	readonly serversCount: number;
	readonly agentsCount: number;
	readonly nodes: readonly {
		readonly role: string;
		/** `KEY=value`. */
		readonly env?: readonly string[];
		readonly State?: { readonly Running: boolean };
	}[];
}

export interface Wanted {
	/** Who we are: a replica of another folder is not ours. */
	readonly owner: string;
	/** Hash of the configuration. */
	readonly config: string;
	/** Path of the configuration. */
	readonly file: string;
}

export interface K3dPlan {
	/** Calls of k3d, in order. */
	readonly calls: readonly (readonly string[])[];
	/** What is and what should be, where that needs a new cluster. */
	readonly drift?: string;
}

export const listCall = ["cluster", "list", "--output", "json"] as const;
export const kubeconfigCall = ["kubeconfig", "get", CLUSTER] as const;

/** What k3d is to be asked for, so that the cluster runs. @throws LabError `not-our-cluster` */
export function planUp(
	clusters: readonly K3dCluster[],
	{ owner, config, file }: Wanted,
): K3dPlan {
	const cluster = ours(clusters, owner);
	if (cluster === undefined)
		return { calls: [["cluster", "create", "--config", file]] };
	const running = cluster.nodes.every(({ State }) => State?.Running !== false);
	const made = variableOf(cluster, CONFIG);
	return {
		calls: running ? [] : [["cluster", "start", CLUSTER, "--wait"]],
		...(made !== config && {
			drift: `the cluster was made from another configuration (${made}, now ${config}): 'pnpm local-lab reset', then 'pnpm local-lab up'`,
		}),
	};
}

/** @throws LabError `not-our-cluster` */
export const planDown = (
	clusters: readonly K3dCluster[],
	owner: string,
): K3dPlan => ({
	calls:
		ours(clusters, owner) === undefined ? [] : [["cluster", "stop", CLUSTER]],
});

/** @throws LabError `not-our-cluster` */
export const planReset = (
	clusters: readonly K3dCluster[],
	owner: string,
): K3dPlan => ({
	calls:
		ours(clusters, owner) === undefined ? [] : [["cluster", "delete", CLUSTER]],
});

function ours(
	clusters: readonly K3dCluster[],
	owner: string,
): K3dCluster | undefined {
	const cluster = clusters.find(({ name }) => name === CLUSTER);
	if (cluster === undefined || variableOf(cluster, OWNER) === owner)
		return cluster;
	throw new LabError({
		code: "not-our-cluster",
		what: `there is a k3d cluster '${CLUSTER}' that this replica did not make`,
		where: `k3d cluster list ${CLUSTER}`,
		help: `use the folder of the replica that made it (VACLAB_REPLICA_DIR), or delete it yourself: k3d cluster delete ${CLUSTER}`,
		exit: exitCode.letDown,
	});
}

const variableOf = ({ nodes }: K3dCluster, key: string): string | undefined =>
	nodes
		.find(({ role }) => role === "server")
		?.env?.find((line) => line.startsWith(`${key}=`))
		?.slice(key.length + 1);
