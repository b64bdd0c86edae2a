import type { PlacementName } from "@lab/lab";
import type { NodeGroup } from "@lab/record";

/** How Kubernetes asks whether a node is ready. */
export interface Probe {
	readonly check:
		| { readonly httpPath: string; readonly port: number }
		| { readonly tcpPort: number }
		| { readonly command: readonly string[] };
	readonly initialDelaySeconds: number;
	readonly periodSeconds: number;
	readonly timeoutSeconds?: number;
	readonly successThreshold?: number;
	readonly failureThreshold?: number;
}

/** What only the pod of a node has; a process knows nothing of it. */
export interface PodShape {
	/** @default ready as soon as its container runs */
	readonly ready?: Probe;
	/** Facts of the pod as environment: `{IP: "status.podIP"}`. */
	readonly env?: Readonly<Record<string, string>>;
	/** Files by absolute path: a ConfigMap of the group. */
	readonly files?: Readonly<Record<string, string>>;
	readonly placement?: PlacementName;
	/** Words of `tc qdisc add dev eth0 root`, from before the node starts to its end. */
	readonly shaping?: string;
	/** What the bandwidth scheduler accounts and Cilium enforces, both ways. */
	readonly megabitsPerSecond?: number;
	/** Set before the node: its files are shared under `shared`. */
	readonly before?: readonly {
		readonly name: string;
		readonly image: string;
		readonly command?: readonly string[];
		readonly args?: readonly string[];
	}[];
	/** A folder that what comes `before` leaves files in. */
	readonly shared?: string;
}

/** Nodes that are alike: what a plan says of them, and what their pods have beside it. */
export interface Group extends NodeGroup {
	readonly pod?: PodShape;
}

/** What a plan keeps of a group: the pod's shape is in the rendered files. */
export function plannedGroup({ pod: _, ...group }: Group): NodeGroup {
	return group;
}

/** The nodes of one group, by name. */
export const nodesIn = ({
	name,
	replicas,
}: Pick<NodeGroup, "name" | "replicas">): string[] =>
	Array.from({ length: replicas }, (_, ordinal) => `${name}-${ordinal}`);
