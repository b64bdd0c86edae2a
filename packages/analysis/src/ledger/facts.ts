/** Plan and course of a run, to compare its logs with. */
export interface RunFacts {
	readonly run: string;
	readonly nodes: readonly NodeFact[];
	readonly messages: readonly MessageFact[];
	/** Intervals in which a node's deliveries cannot be judged, ns since 1970. */
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
	/** Machine whose clock its lines use; empty if unknown: the node is then assumed to have its own clock. */
	readonly host: string;
	readonly group: string;
}

export interface MessageFact {
	readonly id: bigint;
	/** The id as text, where ids need not be 64-bit integers: then receipts have text ids too. */
	readonly idText?: string;
	readonly publisher: string;
	/** Groups whose nodes should receive it. @default every node */
	readonly receivers?: readonly string[];
	/** The node chose the id itself and only logs it: `id` is the plan's until it is found in the log. */
	readonly idInLog?: true;
	/** Why its id is unknown, which makes its deliveries unobservable. */
	readonly unidentified?: string;
	/** Number of lines with which a node logs its receipt. @default 1 */
	readonly fragments?: number;
	readonly intended: bigint;
	/** Absent if it was never sent. */
	readonly sent?: bigint;
	/** When the publisher's response arrived. */
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
	/** `pod down`, `log gap`, `no line of the node's log`, or a protocol's reason why its logs are incomplete. */
	readonly reason: string;
}
