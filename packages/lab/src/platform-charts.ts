import { endpoints, hostOf } from "./endpoints.ts";
import { environments } from "./environments.ts";
import { cni, networks } from "./networks.ts";
import { place } from "./placement.ts";
import { platformParts } from "./platform.ts";

/** A Helm chart that must be installed before Fleet can roll out the rest. */
export interface PlatformChart {
	readonly name: string;
	readonly namespace: string;
	readonly url: string;
	/** Whether it must be installed before pods have a network. */
	readonly bootstrap: boolean;
	/** Deployments, as `namespace/name`, that must be available before the next chart is installed. */
	readonly serves: readonly string[];
	readonly values: Readonly<Record<string, unknown>>;
}

const { vaclab } = environments;

const cilium: PlatformChart = {
	name: "cilium",
	namespace: "kube-system",
	url: `https://helm.cilium.io/cilium-${platformParts.cilium.version}.tgz`,
	bootstrap: true,
	serves: ["kube-system/cilium-operator"],
	values: {
		ipam: {
			mode: "cluster-pool",
			operator: {
				clusterPoolIPv4PodCIDRList: [networks.pods],
				clusterPoolIPv4MaskSize: networks.podsPerNodePrefix,
			},
		},
		routingMode: "tunnel",
		tunnelProtocol: cni.tunnel,
		bandwidthManager: { enabled: cni.bandwidthManager },
		// k3s has its own kube-proxy.
		kubeProxyReplacement: "false",
		hubble: { relay: { enabled: true }, ui: { enabled: true } },
	},
};

const certManager: PlatformChart = {
	name: "cert-manager",
	namespace: "cert-manager",
	url: `https://charts.jetstack.io/charts/cert-manager-${platformParts.certManager.version}.tgz`,
	bootstrap: false,
	// Issuers are rejected until the webhook is available.
	serves: ["cert-manager/cert-manager", "cert-manager/cert-manager-webhook"],
	values: { crds: { enabled: true }, webhook: place("admission") },
};

/** Rancher installs its own version of Fleet. */
const rancher: PlatformChart = {
	name: "rancher",
	namespace: "cattle-system",
	url: `https://releases.rancher.com/server-charts/stable/rancher-${platformParts.rancher.version}.tgz`,
	bootstrap: false,
	serves: [
		"cattle-system/rancher",
		"cattle-system/rancher-webhook",
		"cattle-fleet-system/fleet-controller",
	],
	values: {
		hostname: hostOf(endpoints.rancher, vaclab),
		replicas: 1,
		ingress: { ingressClassName: "traefik", tls: { source: "secret" } },
	},
};

/** Charts as packaged by Rancher, whose index has checksums; Fleet's own releases have none. */
const fleetUrl = (chart: string) =>
	`https://charts.rancher.io/assets/${chart}/${chart}-${platformParts.fleet.chart}.tgz`;

/** Fleet without Rancher, in the version that the bundles are checked against. */
export const fleetCharts: readonly PlatformChart[] = [
	{
		name: "fleet-crd",
		namespace: "cattle-fleet-system",
		url: fleetUrl("fleet-crd"),
		bootstrap: false,
		serves: [],
		values: {},
	},
	{
		name: "fleet",
		namespace: "cattle-fleet-system",
		url: fleetUrl("fleet"),
		bootstrap: false,
		serves: ["cattle-fleet-system/fleet-controller"],
		values: {},
	},
];

export type ClusterManager = "rancher" | "fleet";

/** Platform charts for one cluster manager, in installation order. */
export const platformCharts = (manager: ClusterManager): PlatformChart[] => [
	cilium,
	certManager,
	...(manager === "rancher" ? [rancher] : fleetCharts),
];

/** Platform charts for all cluster managers. */
export const everyPlatformChart = (): PlatformChart[] => [
	cilium,
	certManager,
	rancher,
	...fleetCharts,
];
