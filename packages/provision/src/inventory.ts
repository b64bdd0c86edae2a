import { toBytes, toYaml } from "@lab/core";
import {
	bandwidth,
	bandwidthOf,
	type ClusterManager,
	cni,
	endpoints,
	environments,
	firewallOf,
	fleet,
	hostOf,
	type LabNode,
	networks,
	nodes,
	platformCharts,
	platformParts,
	type Secret,
	secrets,
	shortName,
	storageClasses,
} from "@lab/lab";
import { type Checksums, k3sUrl, k3sVersions } from "./downloads.ts";
import { kernelSettings } from "./tuning.ts";

export interface InventoryOptions {
	readonly nodes: readonly LabNode[];
	readonly checksums: Checksums;
	/** Cluster manager: Rancher, which includes Fleet, or Fleet alone. */
	readonly manager: ClusterManager;
	/** Address at which Ansible reaches a machine. @default its DNS name */
	readonly reach?: (node: LabNode) => string;
	/** Variables for all machines, overriding the lab's. */
	readonly variables?: Readonly<Record<string, unknown>>;
}

/** Name of the cluster, which marks every machine. */
export const clusterName = environments.vaclab.cluster;

export const inventoryPath = "ansible/inventory/hosts.yml";

/** The committed inventory of the lab. */
export const labInventory = (checksums: Checksums) =>
	inventoryOf({ nodes, checksums, manager: "rancher" });

export type Inventory = ReturnType<typeof inventoryOf>;

/** Ansible's inventory: machines in two groups, with all variables that the roles need. */
export function inventoryOf(options: InventoryOptions) {
	const { nodes, checksums, manager, reach, variables } = options;
	const group = (role: "server" | "agent") => ({
		hosts: Object.fromEntries(
			nodes
				.filter(({ roles }) => roles.includes(role))
				.map((node) => [
					shortName(node),
					{
						ansible_host: reach?.(node) ?? node.host,
						node: nodeVariables(node, nodes),
					},
				]),
		),
	});
	return {
		all: {
			children: {
				machines: {
					children: { servers: group("server"), agents: group("agent") },
				},
			},
			vars: {
				ansible_become_password: "{{ vault_become_password | default(omit) }}",
				agents_at_once: "25%",
				// Features whose ports the firewall opens: embedded-etcd, kube-ovn.
				firewall_features: ["embedded-etcd"],
				// Whether other machines share the kernel, as in tests.
				kernel_is_shared: false,
				// Value of VACLAB_RELEASES: all downloads come from `<mirror>/<host>/<path>`.
				download_mirror: "",
				lab: labVariables(nodes, checksums, manager),
				...variables,
			},
		},
	};
}

export const inventoryText = (inventory: Inventory): string =>
	`# Generated from packages/lab by pnpm provision. Do not edit.\n---\n${toYaml(inventory)}`;

function nodeVariables(node: LabNode, among: readonly LabNode[]) {
	return {
		name: node.name,
		address: node.address,
		labels: node.labels,
		taints: node.taints,
		disks: node.disks,
		// The system disk needs no mount; every other disk must be mounted.
		mounts: node.disks
			.filter(({ path }) => path !== "/var/lib/longhorn")
			.map(({ path }) => path.slice(0, path.lastIndexOf("/")))
			.sort(),
		storage_tags: node.storageTags,
		longhorn_disks: Object.fromEntries(
			node.disks.map((disk) => [
				disk.name ?? "default-disk",
				{
					path: disk.path,
					allowScheduling: true,
					evictionRequested: false,
					diskType: "filesystem",
					storageReserved: toBytes(disk.reserved),
					tags: disk.tags,
				},
			]),
		),
		bandwidth: bandwidthOf(node),
		sysctl: kernelSettings(node, among.length),
		firewall: firewallOf(node, among, ["embedded-etcd", "kube-ovn"]),
		peers: Object.fromEntries(
			among
				.filter(({ name }) => name !== node.name)
				.map((peer) => [shortName(peer), peer.address]),
		),
		k3s_config: {
			"node-name": node.name,
			"node-ip": node.address,
			"token-file": "/etc/rancher/k3s/token",
			"kubelet-arg": [
				`max-pods=${node.maxPods}`,
				"resolv-conf=/etc/rancher/resolv.conf",
			],
			// Taints from registration on, so that no pod has to be evicted.
			...(node.taints.length === 0
				? {}
				: {
						"node-taint": node.taints.map(
							({ key, value, effect }) => `${key}=${value}:${effect}`,
						),
					}),
		},
	};
}

function labVariables(
	among: readonly LabNode[],
	checksums: Checksums,
	manager: ClusterManager,
) {
	return {
		cluster: clusterName,
		download_host: "github.com",
		networks: {
			resolvers: networks.resolvers,
			mtu: networks.mtu,
			cluster_domain: networks.clusterDomain,
		},
		k3s: {
			version: platformParts.k3s.version,
			releases: Object.fromEntries(
				k3sVersions.map((version) => [
					version,
					{ url: k3sUrl(version), sha256: checksums[k3sUrl(version)] ?? "" },
				]),
			),
			server_config: serverConfig(among),
		},
		scheduler_config: schedulerConfig(),
		charts: platformCharts(manager).map((chart) => ({
			...chart,
			sha256: checksums[chart.url] ?? "",
		})),
		secrets: inOrder(Object.values(secrets)),
		fleet: {
			name: fleet.gitRepo,
			namespace: fleet.workspace,
			url: `https://github.com/vacp2p/${fleet.gitRepo}`,
			branch: "main",
			path: fleet.path,
			cluster: fleet.cluster,
		},
		verify: {
			image: "docker.io/library/busybox:1.37.0",
			storage_class: storageClasses.workers.name,
			queries: [
				`https://${hostOf(endpoints.metrics, environments.vaclab)}/select/0/prometheus/api/v1/query?query=up`,
				`https://${hostOf(endpoints.logs, environments.vaclab)}/select/logsql/query?query=*&limit=1`,
			],
		},
	};
}

function serverConfig(among: readonly LabNode[]) {
	const servers = among.filter(({ roles }) => roles.includes("server"));
	return {
		"tls-san": servers.flatMap(({ host, address }) => [host, address]),
		"write-kubeconfig-mode": "0600",
		"secrets-encryption": true,
		"cluster-cidr": networks.pods,
		"service-cidr": networks.services,
		"cluster-dns": networks.dns,
		"cluster-domain": networks.clusterDomain,
		...(cni.name === "cilium"
			? { "flannel-backend": "none", "disable-network-policy": true }
			: {}),
		"etcd-expose-metrics": true,
		"etcd-snapshot-schedule-cron": "0 */6 * * *",
		"etcd-snapshot-retention": 28,
		"kube-scheduler-arg": ["config=/etc/rancher/k3s/scheduler.yaml"],
	};
}

/** One scheduler with two profiles, which share queue and cache and so never race. */
function schedulerConfig() {
	return {
		apiVersion: "kubescheduler.config.k8s.io/v1",
		kind: "KubeSchedulerConfiguration",
		clientConnection: {
			kubeconfig: "/var/lib/rancher/k3s/server/cred/scheduler.kubeconfig",
			// The default of 50 limits binding when a thousand pods are created at once.
			qps: 1000,
			burst: 2000,
		},
		profiles: [
			{ schedulerName: "default-scheduler" },
			{
				schedulerName: bandwidth.schedulerName,
				pluginConfig: [
					{
						name: "NodeResourcesFit",
						args: {
							scoringStrategy: {
								type: "LeastAllocated",
								resources: Object.values(bandwidth.resources).map((name) => ({
									name,
									weight: 1,
								})),
							},
						},
					},
				],
			},
		],
	};
}

/** Declarations in the module's format; copies come after the secrets they copy. */
function inOrder(declared: readonly Secret[]) {
	const plain = declared.map((secret) => ({
		namespace: secret.namespace,
		name: secret.name,
		rewritten: secret.rewrittenBy !== undefined,
		keys: Object.fromEntries(
			Object.entries(secret.keys).map(([key, value]) => [
				key,
				value.how === "same"
					? {
							how: value.how,
							as: `${value.as.secret.namespace}/${value.as.secret.name}/${value.as.key}`,
						}
					: value.how === "operator"
						? { how: value.how, what: value.what }
						: value,
			]),
		),
	}));
	const isCopy = ({ keys }: (typeof plain)[number]) =>
		Object.values(keys).some(({ how }) => how === "same");
	return [...plain.filter((one) => !isCopy(one)), ...plain.filter(isCopy)];
}
