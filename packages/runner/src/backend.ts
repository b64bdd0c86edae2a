import type { Finding } from "@lab/core";
import type { Disturbance, Plan, StepOf } from "@lab/record";

/** What is there of a node. */
export interface Node {
	readonly name: string;
	readonly group: string;
	readonly running: boolean;
	/** Where the backend knows without asking the node. */
	readonly ready?: boolean;
	/** Base URLs by name of port; empty while it is not up. */
	readonly urls: Readonly<Record<string, string>>;
	readonly pid?: number;
	/** Where other nodes find it, of those that have an address each. */
	readonly address?: string;
	/** Digest as pulled. */
	readonly image?: string;
	/** Machine: what its clock belongs to. */
	readonly host?: string;
}

/** A look at whether a disturbance is there. */
export interface Probe {
	/** Absent: neither wholly there nor wholly gone. */
	readonly present?: boolean;
	/** `4 of 4 nodes answer`. */
	readonly seen: string;
}

export interface Collected {
	readonly path: string;
	readonly content: "logs" | "metrics" | "objects";
	readonly format: "text" | "openmetrics" | "yaml";
}

/**
 * Where a plan runs. Every call may be made again after the runner died in the
 * middle of it, and looks at what is there rather than at what it remembers.
 */
export interface Backend {
	/** What in this plan it cannot do. */
	check(plan: Plan): Finding[];
	/**
	 * Takes what this run must have for itself, or keeps it for longer.
	 *
	 * @param until nanoseconds since 1970: from then on anyone may take it
	 * @returns who has it; nothing: it is ours
	 */
	claim(until: bigint, signal: AbortSignal): Promise<string | undefined>;
	/** Gives back what was claimed. */
	unclaim(signal: AbortSignal): Promise<void>;
	/**
	 * Makes everything that has to be there before the first node.
	 *
	 * @param until as of `claim`
	 */
	prepare(until: bigint, signal: AbortSignal): Promise<void>;
	/** Sets how many nodes of a group there shall be. */
	scale(group: string, replicas: number, signal: AbortSignal): Promise<void>;
	observe(signal: AbortSignal): Promise<Node[]>;
	/** Which of the nodes answer. */
	ready(nodes: readonly Node[], signal: AbortSignal): Promise<Set<string>>;
	/** A metric of each node that has it, summed over its labels. */
	metric(
		group: string,
		name: string,
		signal: AbortSignal,
	): Promise<Map<string, number>>;
	/** Offset of each node's clock that can be asked, in ms. */
	clocks(
		signal: AbortSignal,
	): Promise<Map<string, { offsetMs: number; withinMs: number }>>;
	begin(step: Disturbance, signal: AbortSignal): Promise<void>;
	end(step: Disturbance, signal: AbortSignal): Promise<void>;
	probe(step: Disturbance, signal: AbortSignal): Promise<Probe>;
	/** Reachability and round trip of pairs, in words. */
	measure(
		pairs: StepOf<"probe">["pairs"],
		signal: AbortSignal,
	): Promise<{ holds: boolean; seen: string }>;
	/** Ships logs and scrapes until `stop`, which ships and scrapes what is left. */
	follow(): Follower;
	/** Brings logs, metrics and objects into the folder. */
	collect(folder: string, signal: AbortSignal): Promise<Collected[]>;
	teardown(signal: AbortSignal): Promise<void>;
	/** What would be left behind: names of processes, objects. */
	leftovers(signal: AbortSignal): Promise<string[]>;
}

export interface Follower {
	/** Makes sure that what happened up to now is shipped and scraped. @returns nodes not scraped */
	flush(signal: AbortSignal): Promise<string[]>;
	stop(): Promise<void>;
}
