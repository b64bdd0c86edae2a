import {
	findNode,
	type LabNode,
	nodes,
	type Role,
	type Taint,
	tryFindNode,
	withRole,
} from "./nodes.ts";

/** Nodes by what they do, or one node by its full or short name. */
export type NodeChoice = { readonly role: Role } | { readonly node: string };

/** Where pods of one kind belong, and why. */
export interface Placement {
	readonly why: string;
	/** Softly: elsewhere when there is no room. */
	readonly prefer?: NodeChoice;
	/** Hard: pending when there is no room. */
	readonly require?: NodeChoice;
	/** Nodes whose taints the pods do not mind. */
	readonly tolerate?: NodeChoice;
}

export const placements = {
	/** Grafana, Authentik and Homepage: what people open to see why the lab is ill. */
	controlPlane: {
		why: "experiments fill the agents, so what people look at lives beside the API server; softly, so that it moves when that node is down",
		prefer: { role: "server" },
		tolerate: { role: "monitoring" },
	},
	/** Operators and controllers: Longhorn's UI, the bandwidth operator, the scheduler's controller. */
	controllers: {
		why: "they talk to the API server all day and carry no traffic of experiments",
		prefer: { role: "server" },
		tolerate: { role: "monitoring" },
	},
	/** Kyverno and its reporter. */
	monitoring: {
		why: "heavy watchers that should cost experiments nothing; softly, since the machine stands in another site and may be cut off",
		prefer: { role: "monitoring" },
		tolerate: { role: "monitoring" },
	},
	/** The login proxy: close to those who are asked to log in. */
	workers: {
		why: "stands in the path of every request, so it stays off the control plane",
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
		why: "what it does not run on cannot be seen or used",
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
	readonly operator: "Exists" | "In";
	readonly values?: readonly string[];
}

/** The part of a pod's spec that says where it goes. */
export interface PlacedPod {
	readonly affinity?: {
		readonly nodeAffinity: {
			readonly preferredDuringSchedulingIgnoredDuringExecution: readonly {
				readonly weight: number;
				readonly preference: {
					readonly matchExpressions: readonly NodeExpression[];
				};
			}[];
		};
	};
	readonly tolerations?: readonly Toleration[];
	readonly nodeSelector?: Readonly<Record<string, string>>;
}

/** The nodes that a choice means; none when nothing has the role or the name. */
export const chosen = (
	choice: NodeChoice,
	among: readonly LabNode[] = nodes,
): LabNode[] =>
	"role" in choice
		? withRole(choice.role, among)
		: [tryFindNode(choice.node, among)].filter((node) => node !== undefined);

/**
 * The lines of a pod's spec that a policy stands for; spread them where the
 * chart or the pod takes them.
 *
 * @throws LabError `unknown-node` when the policy names a node that is not there
 */
export function place(
	policy: PlacementName | Placement,
	among: readonly LabNode[] = nodes,
): PlacedPod {
	const { prefer, require, tolerate }: Placement =
		typeof policy === "string" ? placements[policy] : policy;
	const tolerations =
		tolerate === undefined ? [] : tolerationsOf(chosen(tolerate, among));
	return {
		...(prefer === undefined
			? {}
			: {
					affinity: {
						nodeAffinity: {
							preferredDuringSchedulingIgnoredDuringExecution: [
								{
									weight: 100,
									preference: { matchExpressions: [expression(prefer, among)] },
								},
							],
						},
					},
				}),
		...(tolerations.length === 0 ? {} : { tolerations }),
		...(require === undefined
			? {}
			: { nodeSelector: selector(require, among) }),
	};
}

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
	// No label says `monitoring` today, and a name needs nobody to set one.
	return {
		key: "kubernetes.io/hostname",
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
	return { "kubernetes.io/hostname": only };
}

const named = (choice: NodeChoice, among: readonly LabNode[]): string[] =>
	"node" in choice
		? [findNode(choice.node, among).name]
		: withRole(choice.role, among).map(({ name }) => name);

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
