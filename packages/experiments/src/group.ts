import type { PlacementName } from "@lab/lab";
import type { Link, NodeGroup } from "@lab/record";
import { imageOf } from "./images.ts";
import { linkContainer } from "./render/link.ts";

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

/** A pod's link to everybody else, from before the node starts to its end. */
export interface PodLink {
	/** What leaves the pod. */
	readonly out?: Link;
	/** What reaches it, at most. The node's kernel must have the module `ifb`. */
	readonly inBitsPerSecond?: number;
}

/** What runs in a node's pod beside or before it. */
export interface SideContainer {
	readonly name: string;
	readonly image: string;
	readonly command?: readonly string[];
	readonly args?: readonly string[];
	readonly env?: Readonly<Record<string, string>>;
	readonly ports?: NodeGroup["ports"];
	readonly requests?: NodeGroup["requests"];
	readonly limits?: NodeGroup["limits"];
	readonly ready?: Probe;
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
	/** At most one more on a machine than on any other. */
	readonly spread?: boolean;
	readonly link?: PodLink;
	/** What the bandwidth scheduler accounts and Cilium enforces, both ways. */
	readonly megabitsPerSecond?: number;
	/** One after the other, before the node starts. */
	readonly before?: readonly SideContainer[];
	/** As long as the node. */
	readonly beside?: readonly SideContainer[];
	/** Folders that all containers of the pod share. */
	readonly shared?: readonly string[];
	/** A PersistentVolumeClaim among the draft's objects, and where the node finds it. */
	readonly claim?: { readonly name: string; readonly path: string };
	/** Services whose pods are found by their bare names. */
	readonly searches?: readonly string[];
	/** ServiceAccount whose token the node may use. @default none */
	readonly account?: string;
	/** @default a container that ends is started again */
	readonly restart?: "Never";
	/** Of the node's container, as Kubernetes writes it. */
	readonly security?: object;
}

/** Nodes that are alike: what a plan says of them, and what their pods have beside it. */
export interface Group extends Omit<NodeGroup, "sideImages"> {
	readonly pod?: PodShape;
}

/** What a plan keeps of a group: the pod's shape is in the rendered files. */
export function plannedGroup({ pod, ...group }: Group): NodeGroup {
	const sideImages = sideImagesOf(pod ?? {});
	return { ...group, ...(sideImages.length > 0 && { sideImages }) };
}

const sideImagesOf = ({ link, before = [], beside = [] }: PodShape) => {
	const containers = [...linkContainer(link), ...before, ...beside];
	return [...new Set(containers.map(({ image }) => image))].map(imageOf);
};

/** The nodes of one group, by name. */
export const nodesIn = ({
	name,
	replicas,
}: Pick<NodeGroup, "name" | "replicas">): string[] =>
	Array.from({ length: replicas }, (_, ordinal) => `${name}-${ordinal}`);

/** All at once, up to 250 at a time. */
export const inWaves = { size: 250, ready: 0.9, pauseMs: 0 } as const;

/** Those of a group are all there before the next group starts. */
export const allBeforeNext = { size: 250, ready: 1, pauseMs: 0 } as const;
