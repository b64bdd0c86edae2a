import type { PlacementName } from "@lab/lab";
import type { Link, NodeGroup } from "@lab/record";

/** Readiness probe of a node's pod. */
export interface ReadinessCheck {
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

/** Shaping of a pod's network link, from before the node starts until the pod ends. */
export interface PodLink {
	/** Outgoing traffic. */
	readonly out?: Link;
	/** Rate limit of incoming traffic. The machine's kernel must have the module `ifb`. */
	readonly inBitsPerSecond?: number;
}

/** Sidecar or init container of a node's pod. */
export interface SideContainer {
	readonly name: string;
	readonly image: string;
	readonly command?: readonly string[];
	readonly args?: readonly string[];
	readonly env?: Readonly<Record<string, string>>;
	readonly ports?: NodeGroup["ports"];
	readonly requests?: NodeGroup["requests"];
	readonly limits?: NodeGroup["limits"];
	readonly ready?: ReadinessCheck;
}

/** Settings of a node's pod. The process backend ignores them. */
export interface PodShape {
	/** @default ready as soon as its container runs */
	readonly ready?: ReadinessCheck;
	/** Environment variables from fields of the pod: `{IP: "status.podIP"}`. */
	readonly env?: Readonly<Record<string, string>>;
	/** Contents of files by absolute path, mounted from the group's ConfigMap. */
	readonly files?: Readonly<Record<string, string>>;
	readonly placement?: PlacementName;
	/** Spread evenly: machines differ by at most one pod. */
	readonly spread?: boolean;
	readonly link?: PodLink;
	/** Bandwidth in each direction, reserved by the bandwidth scheduler and enforced by Cilium. */
	readonly megabitsPerSecond?: number;
	/** Init containers: run one after another, before the node starts. */
	readonly initContainers?: readonly SideContainer[];
	/** Sidecars: run for the whole life of the node. */
	readonly sidecars?: readonly SideContainer[];
	/** Paths of empty volumes that all containers of the pod share. */
	readonly shared?: readonly string[];
	/** Name of a PersistentVolumeClaim among the draft's objects, and its mount path in the node's container. */
	readonly claim?: { readonly name: string; readonly path: string };
	/** DNS search domains: services whose pods can be resolved by their bare names. */
	readonly searches?: readonly string[];
	/** ServiceAccount whose token is mounted. @default none */
	readonly account?: string;
	/** @default a container that ends is restarted */
	readonly restart?: "Never";
	/** `securityContext` of the node's container, as in Kubernetes. */
	readonly security?: object;
}

/** Group of identical nodes: the plan's fields, plus what only rendering and the demand estimate need. */
export interface Group extends Omit<NodeGroup, "sideImages"> {
	readonly pod?: PodShape;
	/** Log lines of a node per delivered message. @default as many as a test node's */
	readonly linesPerDelivery?: number;
}

/** Start order: waves of up to 250 nodes; the next wave starts when 90 % are ready. */
export const inWaves = { size: 250, ready: 0.9, pauseMs: 0 } as const;

/** Start order: waves of up to 250 nodes; the next wave or group starts when all are ready. */
export const allBeforeNext = { size: 250, ready: 1, pauseMs: 0 } as const;
