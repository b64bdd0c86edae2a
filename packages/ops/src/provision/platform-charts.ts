import {
	cni,
	endpoints,
	environments,
	hostOf,
	networks,
	platformParts,
} from "@lab/lab";

/** A Helm chart that the cluster needs before Fleet can roll out the rest. */
export interface PlatformChart {
	readonly name: string;
	readonly namespace: string;
	readonly url: string;
	/** Needed before pods have a network. */
	readonly bootstrap: boolean;
	/** Deployments, `namespace/name`, that must be available before what follows. */
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
		// k3s brings its own.
		kubeProxyReplacement: "false",
		hubble: { relay: { enabled: true }, ui: { enabled: true } },
	},
};

const certManager: PlatformChart = {
	name: "cert-manager",
	namespace: "cert-manager",
	url: `https://charts.jetstack.io/charts/cert-manager-${platformParts.certManager.version}.tgz`,
	bootstrap: false,
	// The webhook: issuers that come before it are refused.
	serves: ["cert-manager/cert-manager", "cert-manager/cert-manager-webhook"],
	values: { crds: { enabled: true } },
};

/** Rancher brings the Fleet of its own version. */
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

/** As Rancher packs it: its index has a checksum, Fleet's own releases have none. */
const fleetUrl = (chart: string) =>
	`https://charts.rancher.io/assets/${chart}/${chart}-${platformParts.fleet.chart}.tgz`;

/** Fleet without Rancher: the version that the bundles are checked against. */
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

export type Manager = "rancher" | "fleet";

/** In the order in which they are installed. */
export const platformCharts = (manager: Manager): PlatformChart[] => [
	cilium,
	certManager,
	...(manager === "rancher" ? [rancher] : fleetCharts),
];

/** All of them, whichever way is chosen. */
export const everyChart = (): PlatformChart[] => [
	cilium,
	certManager,
	rancher,
	...fleetCharts,
];
