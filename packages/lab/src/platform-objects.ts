import type { ReadObject } from "@lab/kubernetes";
import { type LabNode, nodes } from "./nodes.ts";
import { platform } from "./platform.ts";
import { secrets } from "./secrets.ts";

/** A program of the platform: its Service, its account and its pods. */
interface Program {
	readonly namespace: string;
	readonly name: string;
	/** Type of its Service. @default ClusterIP */
	readonly type?: string;
	/** Ports of its Service by name; absent if any port may be referred to. */
	readonly ports?: Readonly<Record<string, number>>;
	/** Labels of its pods, without those that nothing selects. */
	readonly labels: Readonly<Record<string, string>>;
}

/** Programs of k3s, Cilium, cert-manager and Rancher that a bundle may refer to. */
const programs: readonly Program[] = [
	...[
		{ name: "kube-dns", ports: { dns: 53, "dns-tcp": 53, metrics: 9153 } },
		{ name: "metrics-server", ports: { https: 443 } },
		{ name: "hubble-relay", ports: { "": 80 } },
		{ name: "hubble-ui", ports: { http: 80 } },
		{ name: "cilium" },
		{ name: "cilium-envoy" },
	].map((program) => ({
		...program,
		namespace: "kube-system",
		labels: { "k8s-app": program.name },
	})),
	{
		namespace: "kube-system",
		name: "traefik",
		type: "LoadBalancer",
		ports: { web: 80, websecure: 443 },
		labels: { "app.kubernetes.io/name": "traefik" },
	},
	...["cert-manager", "cert-manager-cainjector", "cert-manager-webhook"].map(
		(name) => ({
			...{ namespace: "cert-manager", name },
			labels: { "app.kubernetes.io/instance": "cert-manager" },
		}),
	),
	{
		namespace: "cattle-system",
		name: "rancher",
		ports: { http: 80, "https-internal": 443 },
		labels: { app: "rancher" },
	},
	{
		namespace: "cattle-system",
		name: "rancher-webhook",
		ports: { https: 443 },
		labels: { app: "rancher-webhook" },
	},
	...["fleet-controller", "gitjob"].map((name) => ({
		...{ namespace: "cattle-fleet-system", name },
		labels: { app: name },
	})),
	{
		namespace: "cattle-fleet-local-system",
		name: "fleet-agent",
		labels: { app: "fleet-agent" },
	},
];

/**
 * Cluster-wide kinds of the platform's API groups that no schema of ours has.
 *
 * @see https://docs.cilium.io/en/v1.18/crdlist/
 */
const clusterWideKinds: readonly { group: string; kind: string }[] = [
	...[
		...["CiliumBGPAdvertisement", "CiliumBGPClusterConfig"],
		...["CiliumBGPNodeConfig", "CiliumBGPNodeConfigOverride"],
		...["CiliumBGPPeerConfig", "CiliumBGPPeeringPolicy", "CiliumCIDRGroup"],
		...["CiliumClusterwideEnvoyConfig", "CiliumClusterwideNetworkPolicy"],
		...["CiliumEgressGatewayPolicy", "CiliumExternalWorkload"],
		...["CiliumIdentity", "CiliumL2AnnouncementPolicy"],
		...["CiliumLoadBalancerIPPool", "CiliumNode", "CiliumPodIPPool"],
	].map((kind) => ({ group: "cilium.io", kind })),
	{ group: "fleet.cattle.io", kind: "Content" },
];

const objectsOf = ({
	namespace,
	name,
	type,
	ports,
	labels,
}: Program): ReadObject[] => [
	{
		apiVersion: "v1",
		kind: "Service",
		metadata: { namespace, name },
		...(ports && {
			spec: {
				...(type && { type }),
				ports: Object.entries(ports).map(([portName, port]) => ({
					name: portName,
					port,
				})),
			},
		}),
	},
	{ apiVersion: "v1", kind: "Pod", metadata: { namespace, name, labels } },
	{ apiVersion: "v1", kind: "ServiceAccount", metadata: { namespace, name } },
];

/** Labels of a node that the kubelet, k3s and provisioning set. */
const labelsOf = ({ name, roles, labels }: LabNode) => ({
	"kubernetes.io/hostname": name,
	"kubernetes.io/os": "linux",
	"kubernetes.io/arch": "amd64",
	...(roles.includes("server") && {
		"node-role.kubernetes.io/control-plane": "true",
		"node-role.kubernetes.io/master": "true",
	}),
	...labels,
});

/**
 * Objects that exist before the first bundle, to which bundles may refer: those
 * of k3s and provisioning, and the declared Secrets. Add what a new reference
 * needs.
 */
export const platformObjects: readonly ReadObject[] = [
	...programs.flatMap(objectsOf),
	...clusterWideKinds.map(({ group, kind }) => ({
		apiVersion: "apiextensions.k8s.io/v1",
		kind: "CustomResourceDefinition",
		metadata: { name: `${kind}.${group}` },
		spec: { group, scope: "Cluster", names: { kind } },
	})),
	...nodes.map((node: LabNode) => ({
		apiVersion: "v1",
		kind: "Node",
		metadata: { name: node.name, labels: labelsOf(node) },
		status: { capacity: { cpu: node.cpu, memory: node.memory } },
	})),
	...["cilium-config", "coredns", "hubble-ui-nginx", "local-path-config"].map(
		(name) => ({
			apiVersion: "v1",
			kind: "ConfigMap",
			metadata: { namespace: "kube-system", name },
		}),
	),
	...platform.storageClasses.map((name) => ({
		apiVersion: "storage.k8s.io/v1",
		kind: "StorageClass",
		metadata: { name },
	})),
	{
		apiVersion: "networking.k8s.io/v1",
		kind: "IngressClass",
		metadata: { name: platform.ingressClass },
	},
	...Object.values(secrets).map(({ namespace, name, keys }) => ({
		apiVersion: "v1",
		kind: "Secret",
		metadata: { namespace, name },
		data: Object.fromEntries(Object.keys(keys).map((key) => [key, ""])),
	})),
];
