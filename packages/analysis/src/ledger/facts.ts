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
	readonly intended: bigint;
	/** Absent: it never left. */
	readonly sent?: bigint;
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
	readonly reason: "pod down" | "log gap";
}
