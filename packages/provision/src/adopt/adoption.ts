import type { Progress } from "@lab/core";
import type { ReadObject } from "@lab/kubernetes";
import type { PreviousLab } from "@lab/lab";
import type { Cluster } from "./cluster.ts";

/** A bundle of our tree, as Fleet will roll it out. */
export interface NewBundle {
	readonly name: string;
	readonly namespace: string;
	/** Name of its chart, if it has one. */
	readonly chart?: string;
	readonly objects: readonly ReadObject[];
}

export interface AdoptionInput {
	readonly cluster: Cluster;
	readonly previous: PreviousLab;
	readonly bundles: readonly NewBundle[];
	/** CRDs of the charts of our tree, as far as they are at hand, by name of the chart. */
	readonly crds: ReadonlyMap<string, readonly ReadObject[]>;
	/** Time to wait for Fleet. */
	readonly patienceMs: number;
	readonly progress: Progress;
	readonly signal?: AbortSignal | undefined;
}

/** Something that an adoption does, or that must be done before it. */
export type Action = {
	readonly what: string;
	readonly why: string;
} & (
	| {
			/** Idempotent. */
			readonly act: () => Promise<void>;
	  }
	| {
			/** What the engineer must do, since nothing here can. */
			readonly help: string;
			/** `first`: nothing is done before it. `later`: the adoption ends with it. `choice`: it may stay as it is. */
			readonly by: "first" | "later" | "choice";
	  }
);

/** A part of an adoption. It looks at the cluster, and returns what remains to be done there. */
export interface Step {
	readonly name: string;
	readonly purpose: string;
	plan(input: AdoptionInput): Promise<readonly Action[]>;
}
