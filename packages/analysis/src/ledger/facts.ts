import type { OTHER_HASHES } from "./other-hashes.ts";

/** What a run was to do and did: the other half of what its logs say. */
export interface RunFacts {
	readonly run: string;
	readonly nodes: readonly NodeFact[];
	readonly messages: readonly MessageFact[];
	/** Times in which a node's deliveries cannot be judged, ns since 1970. */
	readonly gaps: readonly GapFact[];
	/** Named parts of the run, ns since 1970. */
	readonly windows: readonly {
		readonly name: string;
		readonly start: bigint;
		readonly end: bigint;
	}[];
}

export interface NodeFact {
	readonly node: string;
	/** Machine, whose clock its lines have; empty: all nodes share one. */
	readonly host: string;
	readonly group: string;
}

export interface MessageFact {
	readonly id: bigint;
	readonly publisher: string;
	/** Groups whose nodes are to get it. @default every node */
	readonly receivers?: readonly string[];
	/** The node drew its id, and tells it to its log only: `id` is the plan's until it is found there. */
	readonly idInLog?: true;
	/** Why its id is not known: nothing can be told of its deliveries. */
	readonly unidentified?: string;
	readonly intended: bigint;
	/** Absent: it never left. */
	readonly sent?: bigint;
	/** When the publisher's answer was there. */
	readonly answered?: bigint;
	readonly result:
		| "acknowledged"
		| "refused"
		| "unanswered"
		| "unsent"
		| "unknown";
}

export interface GapFact {
	readonly node: string;
	readonly start: bigint;
	readonly end: bigint;
	readonly reason: "pod down" | "log gap" | typeof OTHER_HASHES;
}
