import type { Finding } from "@lab/core";
import type { Disturbance, Plan, StepOf } from "@lab/record";

/** Numbers of lines, by node. */
export interface Shipped {
	/** Lines that the log store accepted. */
	readonly sent: ReadonlyMap<string, number>;
	/** Lines of the run that it holds. */
	readonly stored: ReadonlyMap<string, number>;
}

/** Observed state of a node. */
export interface Node {
	readonly name: string;
	readonly group: string;
	readonly running: boolean;
	/** Absent if the backend must ask the node. */
	readonly ready?: boolean;
	/** Base URLs by name of port; empty while the node is not up. */
	readonly urls: Readonly<Record<string, string>>;
	readonly pid?: number;
	/** Address at which other nodes reach it, if each node has its own. */
	readonly address?: string;
	/** Digest of the pulled image. */
	readonly image?: string;
	/** Machine on which the node runs, and whose clock it uses. */
	readonly host?: string;
}

/** Result of a check whether a disturbance is in effect. */
export interface ProbeResult {
	/** Absent if the disturbance is partly in effect, or unknown. */
	readonly present?: boolean;
	/** Observation, as text: `4 of 4 nodes answer`. */
	readonly seen: string;
}

/** A line of a node's log with the number of lines before it. */
export interface Sentinel {
	/** Changes when the node starts again, which counts its lines from 0. */
	readonly boot: string;
	readonly lines: number;
}

export interface Collected {
	readonly path: string;
	readonly content: "logs" | "metrics" | "objects";
	readonly format: "text" | "openmetrics" | "yaml";
}

/**
 * Where a plan runs. Every call is idempotent: it may be repeated after a runner
 * died during it, and relies on the observed state, not on remembered state.
 */
export interface Backend {
	/** Finds the parts of a plan that this backend does not support. */
	check(plan: Plan): Finding[];
	/**
	 * Claims the resources that this run needs exclusively, or extends the claim.
	 *
	 * @param until end of the claim, in nanoseconds since 1970
	 * @returns the current holder, or undefined if this run holds the claim
	 */
	claim(until: bigint, signal: AbortSignal): Promise<string | undefined>;
	/** Releases the claim. */
	unclaim(signal: AbortSignal): Promise<void>;
	/**
	 * Creates everything that must exist before the first node.
	 *
	 * @param until as in `claim`
	 */
	prepare(until: bigint, signal: AbortSignal): Promise<void>;
	/** Sets the number of nodes of a group. */
	scale(group: string, replicas: number, signal: AbortSignal): Promise<void>;
	observe(signal: AbortSignal): Promise<Node[]>;
	/** Names of the nodes that are ready. */
	ready(nodes: readonly Node[], signal: AbortSignal): Promise<Set<string>>;
	/** Value of a metric for each node that exports it, summed over its labels. */
	metric(
		group: string,
		name: string,
		signal: AbortSignal,
	): Promise<Map<string, number>>;
	/** Offset of each observable clock and its error bound, in ms. */
	clocks(
		signal: AbortSignal,
	): Promise<Map<string, { offsetMs: number; withinMs: number }>>;
	begin(step: Disturbance, signal: AbortSignal): Promise<void>;
	end(step: Disturbance, signal: AbortSignal): Promise<void>;
	probe(step: Disturbance, signal: AbortSignal): Promise<ProbeResult>;
	/** Measures reachability and round-trip time between pairs; `seen` is the result as text. */
	measure(
		pairs: StepOf<"probe">["pairs"],
		signal: AbortSignal,
	): Promise<{ holds: boolean; seen: string }>;
	/**
	 * Has each running node end its log so far with a sentinel.
	 *
	 * @returns the sentinels of the nodes; undefined if a node did not answer. Without
	 *   nodes whose program writes none
	 */
	endLogs(signal: AbortSignal): Promise<Map<string, Sentinel | undefined>>;
	/** Starts shipping logs and scraping metrics, until `stop`. */
	follow(): Follower;
	/** Copies logs, metrics and objects into a folder. */
	collect(folder: string, signal: AbortSignal): Promise<Collected[]>;
	teardown(signal: AbortSignal): Promise<void>;
	/** Names of remaining processes, files and objects. */
	leftovers(signal: AbortSignal): Promise<string[]>;
}

export interface Follower {
	/** Scrapes once more. @returns nodes that could not be scraped */
	scrape(signal: AbortSignal): Promise<string[]>;
	/** Ships all log lines written so far. */
	ship(signal: AbortSignal): Promise<void>;
	/** Compares the shipped lines with the log store; undefined if none are shipped. */
	countShipped(signal: AbortSignal): Promise<Shipped | undefined>;
	stop(): Promise<void>;
}
