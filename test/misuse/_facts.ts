import { type Facts, facts } from "@lab/lab";

type Change = { readonly [K in keyof Facts]?: unknown };

/** A mistake in the facts about the lab. */
export interface FactMisuse {
	readonly what: string;
	readonly change: Change;
	/** Code of the finding; absent if the facts are right. */
	readonly code?: string;
}

const node = (index: number, change: object): Change => ({
	nodes: facts.nodes.map((one, at) =>
		at === index ? { ...one, ...change } : one,
	),
});

const entry = (list: keyof Facts, key: string, change: object): Change => {
	const entries = facts[list] as Readonly<Record<string, object>>;
	return { [list]: { ...entries, [key]: { ...entries[key], ...change } } };
};

const disk = (change: object) =>
	node(1, { disks: [{ ...facts.nodes[1]?.disks[0], ...change }] });

const networks = (change: object): Change => ({
	networks: { ...facts.networks, ...change },
});

const vaclab = (change: object) => entry("environments", "vaclab", change);
const lab = facts.environments.vaclab;

const secret = (keys: object) =>
	entry("secrets", Object.keys(facts.secrets)[0] ?? "", { keys });

const wrong = (
	code: string,
	changes: Readonly<Record<string, Change>>,
): FactMisuse[] =>
	Object.entries(changes).map(([what, change]) => ({ what, change, code }));

const limit = { average: 10, burst: 20, atOnce: 5 };

/** Mistakes in facts, and right facts that look wrong. */
export const factMisuses: readonly FactMisuse[] = [
	...wrong("even-servers", {
		"a second server": node(1, { roles: ["server"] }),
	}),
	...wrong("invalid-address", {
		"a loopback address": node(1, { address: "127.0.0.1" }),
		"no address": node(1, { address: "0.0.0.0" }),
		"a multicast address": node(1, { address: "224.0.0.1" }),
	}),
	...wrong("invalid-node", {
		"a label that the kubelet sets": node(1, {
			labels: { "kubernetes.io/hostname": "other" },
		}),
		"the label of the control plane on an agent": node(1, {
			labels: { "node-role.kubernetes.io/control-plane": "true" },
		}),
	}),
	...wrong("invalid-amount", {
		"memory in GB": node(1, { memory: "512GB" }),
		"no memory": node(1, { memory: "0Gi" }),
		"a misspelt bit rate": node(1, { nic: "40GBit" }),
		"half a pod": node(1, { maxPods: 1.5 }),
		"a disk in TB": disk({ size: "1TB" }),
		"a size of a store in GB": vaclab({
			disks: { ...lab?.disks, metrics: "500GB" },
		}),
		"a retention in words": vaclab({
			retention: { ...lab?.retention, metrics: "6 months" },
		}),
		"no store": vaclab({ replicas: { ...lab?.replicas, vmstorage: 0 } }),
		"more copies of a sample than stores": vaclab({ metricsReplication: 5 }),
		"port 99999 for browsers": vaclab({
			web: { scheme: "https", port: 99_999 },
		}),
		"frames of 500 bytes": networks({ mtu: 500 }),
		"a storage class without copies": entry("storageClasses", "workers", {
			replicas: 0,
		}),
		"a rate limit of nothing, which is none": entry("endpoints", "homepage", {
			rateLimit: { ...limit, average: 0 },
		}),
		"a password of no characters": secret({
			a: { how: "random", length: 0, charset: "hex" },
		}),
	}),
	...wrong("invalid-network", {
		"a network that starts elsewhere": networks({ pods: "10.42.1.0/16" }),
		"a DNS server that is no service": networks({ dns: "10.44.0.10" }),
		"a broken resolver": networks({ resolvers: ["1.1.1"] }),
		"four resolvers": networks({
			resolvers: ["1.1.1.1", "1.0.0.1", "8.8.8.8", "8.8.4.4"],
		}),
		"no resolver": networks({ resolvers: [] }),
		"a domain in capitals": networks({ clusterDomain: "Cluster.local" }),
	}),
	...wrong("invalid-endpoint", {
		"a relative path": entry("endpoints", "homepage", { path: "x" }),
		"a start page that is not served": entry("endpoints", "homepage", {
			...{ path: "/a", start: "/b" },
		}),
		"a subdomain with an underscore": entry("endpoints", "homepage", {
			subdomain: "home_page",
		}),
	}),
	...wrong("invalid-secret", {
		"a secret without keys": secret({}),
		"a key with a space": secret({ "a b": { how: "operator" } }),
	}),
	...wrong("invalid-chart", {
		"a repository without https": entry("charts", "kyverno", {
			repository: "http://kyverno.github.io/kyverno",
		}),
		"a path of a resource that the chart lacks": entry(
			"charts",
			"victoriaMetricsStack",
			{ specs: { "vmagnet.spec": "VMAgent" } },
		),
		"a kind that the chart lacks": entry("charts", "victoriaMetricsStack", {
			specs: { "vmagent.spec": "VMAgnet" },
		}),
		"a path of a volume that the chart lacks": entry(
			"charts",
			"victoriaLogsCluster",
			{ volumes: { "vlstorage.persistentVolum": "claim-template" } },
		),
	}),
	...Object.entries({
		"three servers": {
			nodes: facts.nodes.map((one, at) =>
				at === 1 || at === 2 ? { ...one, roles: ["server"], labels: {} } : one,
			),
		},
		"an address behind NAT": node(1, { address: "100.64.0.1" }),
		"a label of the lab's own": node(1, {
			labels: { "lab.vac.dev/rack": "a" },
		}),
		"a subdomain of two parts": entry("endpoints", "homepage", {
			subdomain: "a.b",
		}),
		"a resolver with IPv6": networks({ resolvers: ["2606:4700:4700::1111"] }),
		"frames of 9000 bytes": networks({ mtu: 9000 }),
		"a rate limit": entry("endpoints", "homepage", { rateLimit: limit }),
	}).map(([what, change]) => ({ what, change })),
];
