import {
	type Environment,
	type LabNode,
	nodes,
	platformParts,
	withRole,
} from "@lab/lab";

import { GIT_MOUNT, gitFolder } from "../rollout/git-repo.ts";

/** Name of the replica's cluster; its context is `k3d-vaclab`. */
export const CLUSTER = "vaclab";

/**
 * Environment variables of each container that identify its replica and the
 * configuration it was created from. Labels do not work: k3d lists only its own.
 */
export const OWNER = "VACLAB_REPLICA_OWNER";
export const CONFIG = "VACLAB_REPLICA_CONFIG";

/** Image tags cannot contain `+`. */
export const k3sImage = `rancher/k3s:${platformParts.k3s.version.replace("+", "-")}`;

export const REGISTRY_IMAGE = "docker.io/library/registry:2";

/** Resolvers for pods. Not /etc/resolv.conf, which both k3d and k3s rewrite. */
const RESOLVERS = "/etc/vaclab/resolv.conf";
const SCHEDULER = "/etc/vaclab/scheduler.yaml";

export interface K3dOptions {
	/** Host port of the Kubernetes API. */
	readonly apiPort: number;
	/** Whether to run a pull-through registry next to the cluster; it needs an image itself. */
	readonly registry: boolean;
	/** Environment variables of each container. */
	readonly variables: Readonly<Record<string, string>>;
	/** Path of CA certificates for a proxy, in addition to those in the image. */
	readonly certificates?: string | undefined;
}

/** Proxy settings of the shell, which the containers need too. */
export function networkOf(shell: Readonly<Record<string, string | undefined>>) {
	const names = ["HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"];
	return {
		variables: Object.fromEntries(
			names.flatMap((name) => {
				const value = shell[name] ?? shell[name.toLowerCase()];
				return value === undefined || value === "" ? [] : [[name, value]];
			}),
		) as Record<string, string>,
		certificates: shell.NODE_EXTRA_CA_CERTS || undefined,
	};
}

/** Options of the committed k3d.yaml, which works without our tools if VACLAB_REPLICA_DIR is set. */
export const committedOptions: K3dOptions = {
	apiPort: 16_443,
	registry: true,
	variables: {},
};

/**
 * Configuration of the k3d cluster: one server, one agent for each worker of the
 * lab, all ports on loopback. k3d expands `$VACLAB_REPLICA_DIR`.
 */
export function k3dConfig(
	env: Environment,
	{ apiPort, registry, variables, certificates }: K3dOptions,
	among: readonly LabNode[] = nodes,
) {
	const servers = withRole("server", among);
	const agents = among.filter((node) => !servers.includes(node));
	const everywhere = ["server:*", "agent:*"];
	const arg = (text: string, nodeFilters: readonly string[] = everywhere) => ({
		arg: text,
		nodeFilters,
	});
	return {
		apiVersion: "k3d.io/v1alpha5",
		kind: "Simple",
		metadata: { name: CLUSTER },
		// Several servers do not survive a restart, because their addresses change.
		servers: 1,
		agents: agents.length,
		image: k3sImage,
		kubeAPI: {
			host: "127.0.0.1",
			hostIP: "127.0.0.1",
			hostPort: String(apiPort),
		},
		ports: [
			{
				port: `127.0.0.1:${env.web.port}:80`,
				nodeFilters: ["loadbalancer"],
			},
		],
		volumes: [
			{
				volume: `$VACLAB_REPLICA_DIR/config/resolv.conf:${RESOLVERS}`,
				nodeFilters: everywhere,
			},
			{
				volume: `$VACLAB_REPLICA_DIR/${gitFolder}:${GIT_MOUNT}`,
				nodeFilters: ["server:*"],
			},
			...(certificates === undefined
				? []
				: [
						{
							volume: `${certificates}:/etc/ssl/certs/vaclab-proxy.pem`,
							nodeFilters: everywhere,
						},
					]),
			{
				volume: `$VACLAB_REPLICA_DIR/config/scheduler.yaml:${SCHEDULER}`,
				nodeFilters: ["server:*"],
			},
		],
		env: Object.entries(variables).map(([key, value]) => ({
			envVar: `${key}=${value}`,
			nodeFilters: everywhere,
		})),
		...(registry && {
			registries: {
				create: {
					name: `${CLUSTER}-registry`,
					host: "127.0.0.1",
					hostPort: "15000",
					proxy: { remoteURL: "https://registry-1.docker.io" },
					volumes: ["$VACLAB_REPLICA_DIR/registry:/var/lib/registry"],
				},
			},
		}),
		options: {
			k3d: { wait: true, timeout: "180s", disableLoadbalancer: false },
			k3s: {
				extraArgs: [
					arg(`--resolv-conf=${RESOLVERS}`),
					// A laptop's disk is often nearly full, and the kubelet would evict all pods.
					arg(
						"--kubelet-arg=eviction-hard=imagefs.available<1%,nodefs.available<1%",
					),
					arg(`--kube-scheduler-arg=config=${SCHEDULER}`, ["server:*"]),
					...agents.flatMap(({ taints }, index) =>
						taints.map(({ key, value, effect }) =>
							arg(`--node-taint=${key}=${value}:${effect}`, [`agent:${index}`]),
						),
					),
				],
				nodeLabels: [
					...servers.slice(0, 1).flatMap((node) => labelsOf(node, "server:0")),
					...agents.flatMap((node, index) => labelsOf(node, `agent:${index}`)),
				],
			},
			// Leave the user's own kubeconfig unchanged.
			kubeconfig: {
				updateDefaultKubeconfig: false,
				switchCurrentContext: false,
			},
		},
	};
}

/** Node labels without roles, which a kubelet must not set on itself; `shapeNodes` adds them through the API. */
function labelsOf({ site, labels }: LabNode, nodeFilter: string) {
	const all = { "topology.kubernetes.io/region": site, ...labels };
	return Object.entries(all)
		.filter(([key]) => !key.startsWith("node-role.kubernetes.io/"))
		.map(([key, value]) => ({
			label: `${key}=${value}`,
			nodeFilters: [nodeFilter],
		}));
}
