import {
	findNode,
	type LabNode,
	nodes,
	type Role,
	type Taint,
	tryFindNode,
	withRole,
} from "./nodes.ts";

/** Nodes by role, one node by its full or short name, or those at sites without a server, which are a WAN away from the API server. */
export type NodeChoice =
	| { readonly role: Role }
	| { readonly node: string }
	| { readonly site: "remote" };

/** Scheduling policy for one kind of pod, and its reason. */
export interface Placement {
	readonly why: string;
	/** Soft: without room, pods run elsewhere. */
	readonly prefer?: NodeChoice;
	/** Hard: without room, pods stay pending. */
	readonly require?: NodeChoice;
	/** Hard: pods never run there. */
	readonly avoid?: NodeChoice;
	/** Nodes whose taints the pods tolerate. */
	readonly tolerate?: NodeChoice;
}

export const placements = {
	/** Grafana, Authentik and Homepage, which engineers need to diagnose the lab. */
	controlPlane: {
		why: "experiments fill the agents, so tools for diagnosis run next to the API server; preferred only, so that they can move if that node fails",
		prefer: { role: "server" },
		tolerate: { role: "monitoring" },
	},
	/** Operators and controllers: Longhorn's UI, the bandwidth operator, the scheduler's controller. */
	controllers: {
		why: "they talk to the API server all the time and carry no traffic of experiments",
		prefer: { role: "server" },
		tolerate: { role: "monitoring" },
	},
	/** Servers of admission webhooks that reject what they cannot check. */
	admission: {
		why: "the API server waits for their answer before it accepts a pod: across the WAN each pod would take a round trip longer, and a site that lost its connection would stop all experiments",
		prefer: { role: "server" },
		avoid: { site: "remote" },
	},
	/** Kyverno's other controllers and its reporter. */
	monitoring: {
		why: "they watch many objects and must not take resources from experiments; preferred only, since the machine is at another site and may lose its connection",
		prefer: { role: "monitoring" },
		tolerate: { role: "monitoring" },
	},
	/** The login proxy. */
	workers: {
		why: "it handles every request, so it must not load the control plane",
		prefer: { role: "agent" },
		tolerate: { role: "monitoring" },
	},
	/** vmstorage and vlstorage. */
	workerStorage: {
		why: "a store that fills a disk must not fill the disk of the control plane",
		require: { role: "agent" },
	},
	/** Exporters, log collectors, storage drivers. */
	everyNode: {
		why: "a node without it could not be monitored or used",
		tolerate: { role: "monitoring" },
	},
} as const satisfies Record<string, Placement>;

export type PlacementName = keyof typeof placements;

export interface Toleration {
	readonly key: string;
	readonly operator: "Equal";
	readonly value: string;
	readonly effect: Taint["effect"];
}

export interface NodeExpression {
	readonly key: string;
	readonly operator: "Exists" | "In" | "NotIn";
	readonly values?: readonly string[];
}

/** Scheduling fields of a pod's spec. */
export interface PlacedPod {
	readonly affinity?: {
		readonly nodeAffinity: {
			readonly preferredDuringSchedulingIgnoredDuringExecution?: readonly {
				readonly weight: number;
				readonly preference: {
					readonly matchExpressions: readonly NodeExpression[];
				};
			}[];
			readonly requiredDuringSchedulingIgnoredDuringExecution?: {
				readonly nodeSelectorTerms: readonly {
					readonly matchExpressions: readonly NodeExpression[];
				}[];
			};
		};
	};
	readonly tolerations?: readonly Toleration[];
	readonly nodeSelector?: Readonly<Record<string, string>>;
}

/** Nodes that a choice selects; none if no node has the role or the name. */
export const nodesMatching = (
	choice: NodeChoice,
	among: readonly LabNode[] = nodes,
): LabNode[] => {
	if ("role" in choice) return withRole(choice.role, among);
	if ("node" in choice)
		return [tryFindNode(choice.node, among)].filter(
			(node) => node !== undefined,
		);
	const sites = withRole("server", among).map(({ site }) => site);
	return among.filter(({ site }) => !sites.includes(site));
};

/**
 * Translates a placement into fields of a pod's spec; spread them into the
 * chart's values or the pod.
 *
 * @throws LabError `unknown-node` if the placement names a node that does not exist
 */
export function place(
	policy: PlacementName | Placement,
	among: readonly LabNode[] = nodes,
): PlacedPod {
	const { prefer, require, avoid, tolerate }: Placement =
		typeof policy === "string" ? placements[policy] : policy;
	const away = avoid === undefined ? [] : named(avoid, among);
	const tolerations =
		tolerate === undefined ? [] : tolerationsOf(nodesMatching(tolerate, among));
	return {
		...(prefer === undefined && away.length === 0
			? {}
			: {
					affinity: {
						nodeAffinity: {
							...(prefer && {
								preferredDuringSchedulingIgnoredDuringExecution: [
									{
										weight: 100,
										preference: {
											matchExpressions: [expression(prefer, among)],
										},
									},
								],
							}),
							...(away.length > 0 && {
								requiredDuringSchedulingIgnoredDuringExecution: {
									nodeSelectorTerms: [
										{
											matchExpressions: [
												{ key: HOSTNAME, operator: "NotIn", values: away },
											],
										},
									],
								},
							}),
						},
					},
				}),
		...(tolerations.length === 0 ? {} : { tolerations }),
		...(require === undefined
			? {}
			: { nodeSelector: selector(require, among) }),
	};
}

const HOSTNAME = "kubernetes.io/hostname";

/** Labels that k3s (control plane) and provisioning (worker) put on nodes. */
const roleLabel = {
	server: "node-role.kubernetes.io/control-plane",
	agent: "node-role.kubernetes.io/worker",
} as const;

function expression(
	choice: NodeChoice,
	among: readonly LabNode[],
): NodeExpression {
	if ("role" in choice && choice.role !== "monitoring")
		return { key: roleLabel[choice.role], operator: "Exists" };
	// No node has a label for `monitoring`, and the hostname label always exists.
	return {
		key: HOSTNAME,
		operator: "In",
		values: named(choice, among),
	};
}

function selector(
	choice: NodeChoice,
	among: readonly LabNode[],
): Record<string, string> {
	if ("role" in choice && choice.role !== "monitoring")
		return { [roleLabel[choice.role]]: "true" };
	const [only, ...others] = named(choice, among);
	if (only === undefined || others.length > 0)
		throw new RangeError("a node selector can name exactly one node");
	return { [HOSTNAME]: only };
}

const named = (choice: NodeChoice, among: readonly LabNode[]): string[] =>
	"node" in choice
		? [findNode(choice.node, among).name]
		: nodesMatching(choice, among).map(({ name }) => name);

/** Keeps pods with these labels on different nodes; without room, one stays pending. */
export const apart = (labels: Readonly<Record<string, string>>) => ({
	requiredDuringSchedulingIgnoredDuringExecution: [
		{ labelSelector: { matchLabels: labels }, topologyKey: HOSTNAME },
	],
});

function tolerationsOf(tainted: readonly LabNode[]): Toleration[] {
	const seen = new Map<string, Toleration>();
	for (const { key, value, effect } of tainted.flatMap(({ taints }) => taints))
		seen.set(`${key}=${value}:${effect}`, {
			key,
			operator: "Equal",
			value,
			effect,
		});
	return [...seen.values()];
}
