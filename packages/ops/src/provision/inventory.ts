import { toBytes, toYaml } from "@lab/core";
import {
	bandwidth,
	bandwidthOf,
	cni,
	endpoints,
	environments,
	firewallOf,
	fleet,
	hostOf,
	type LabNode,
	networks,
	nodes,
	platformParts,
	type Secret,
	secrets,
	shortName,
	storageClasses,
} from "@lab/lab";
import { type Checksums, k3sUrl, k3sVersions } from "./downloads.ts";
import { type Manager, platformCharts } from "./platform-charts.ts";
import { kernelSettings } from "./tuning.ts";

export interface InventoryOptions {
	readonly nodes: readonly LabNode[];
	readonly checksums: Checksums;
	/** Who rolls out: Rancher with the Fleet that it brings, or Fleet alone. */
	readonly manager: Manager;
	/** Address at which Ansible reaches a machine; its DNS name unless said. */
	readonly reach?: (node: LabNode) => string;
	/** Variables of all machines that differ from the lab's. */
	readonly variables?: Readonly<Record<string, unknown>>;
}

/** Name of the cluster that every machine is marked with. */
export const clusterName = environments.vaclab.cluster;

export const inventoryPath = "ansible/inventory/hosts.yml";

/** The inventory of the lab as committed. */
export const labInventory = (checksums: Checksums) =>
	inventoryOf({ nodes, checksums, manager: "rancher" });

export type Inventory = ReturnType<typeof inventoryOf>;

/** Ansible's inventory: machines in two groups, with all that the roles need to know of each. */
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
				// Features whose ports the firewall opens too: embedded-etcd, kube-ovn.
				firewall_features: ["embedded-etcd"],
				// Whether other machines run on the same kernel, as in tests.
				kernel_is_shared: false,
				// What VACLAB_RELEASES is set to: `<mirror>/<host>/<path>` is asked for, and no other host.
				download_mirror: "",
				lab: labVariables(nodes, checksums, manager),
				...variables,
			},
		},
	};
}

export const inventoryText = (inventory: Inventory): string =>
	`# Generated from packages/lab by pnpm provision; never edited.\n---\n${toYaml(inventory)}`;

function nodeVariables(node: LabNode, among: readonly LabNode[]) {
	return {
		name: node.name,
		address: node.address,
		labels: node.labels,
		taints: node.taints,
		disks: node.disks,
		// The system disk is where the system is; any other must be one.
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
			// Taints from the first moment on, so that nothing has to leave.
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
	manager: Manager,
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
			cluster_label: fleet.clusterLabel,
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

/** One scheduler with two names: profiles share queue and cache, so they never race. */
function schedulerConfig() {
	return {
		apiVersion: "kubescheduler.config.k8s.io/v1",
		kind: "KubeSchedulerConfiguration",
		clientConnection: {
			kubeconfig: "/var/lib/rancher/k3s/server/cred/scheduler.kubeconfig",
			// The default of 50 is what binds when a thousand pods come at once.
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

/** Declarations as the module reads them; what is the same as another comes after it. */
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
	const copies = ({ keys }: (typeof plain)[number]) =>
		Object.values(keys).some(({ how }) => how === "same");
	return [...plain.filter((one) => !copies(one)), ...plain.filter(copies)];
}
