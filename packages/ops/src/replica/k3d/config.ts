import {
	type Environment,
	type LabNode,
	nodes,
	platformParts,
	withRole,
} from "@lab/lab";

import { GIT_MOUNT, gitFolder } from "../../rollout/git-repo.ts";

/** The name of the replica's cluster: its context is `k3d-vaclab`. */
export const CLUSTER = "vaclab";

/**
 * In each container's environment: whose replica it is, and from which
 * configuration it was made. Of labels k3d tells only its own again.
 */
export const OWNER = "VACLAB_REPLICA_OWNER";
export const CONFIG = "VACLAB_REPLICA_CONFIG";

/** Image tags have no `+`. */
export const k3sImage = `rancher/k3s:${platformParts.k3s.version.replace("+", "-")}`;

export const REGISTRY_IMAGE = "docker.io/library/registry:2";

/** Where the container's own resolvers are: not in /etc/resolv.conf, which k3d and k3s both rewrite. */
const RESOLVERS = "/etc/vaclab/resolv.conf";
const SCHEDULER = "/etc/vaclab/scheduler.yaml";

export interface K3dOptions {
	/** Port of this machine for the Kubernetes API. */
	readonly apiPort: number;
	/** Whether a registry beside it keeps images: it needs an image itself. */
	readonly registry: boolean;
	/** Variables of each container. */
	readonly variables: Readonly<Record<string, string>>;
	/** Certificates that a proxy signs with, beside those of the image. */
	readonly certificates?: string | undefined;
}

/** What a shell says of the way to the network; containers need it too. */
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

/** As written into the repository: a person may use it without us, with VACLAB_REPLICA_DIR set. */
export const committedOptions: K3dOptions = {
	apiPort: 16_443,
	registry: true,
	variables: {},
};

/**
 * The cluster as k3d makes it: one server, an agent for each other machine of
 * the lab, everything on loopback. k3d expands `$VACLAB_REPLICA_DIR`.
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
		// More than one does not survive a restart: their addresses change.
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
					// A laptop's disk is often nearly full; the kubelet would evict all.
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
			// The person's own kubeconfig is left as it is.
			kubeconfig: {
				updateDefaultKubeconfig: false,
				switchCurrentContext: false,
			},
		},
	};
}

/** The kubelet may not give itself roles: these are set by k3s at the server, and taken from here for agents. */
function labelsOf({ site, labels }: LabNode, nodeFilter: string) {
	const all = { "topology.kubernetes.io/region": site, ...labels };
	return Object.entries(all)
		.filter(([key]) => !key.startsWith("node-role.kubernetes.io/"))
		.map(([key, value]) => ({
			label: `${key}=${value}`,
			nodeFilters: [nodeFilter],
		}));
}
