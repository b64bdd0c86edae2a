import * as v from "valibot";
import { outcome, state } from "./run.ts";
import {
	count,
	label,
	milliseconds,
	nanoseconds,
	nodeName,
	sha256,
} from "./scalar.ts";

const base = {
	/** 0, 1, 2, ... without a gap. */
	seq: count,
	at: nanoseconds,
	/** The runner that wrote it: host and process id. */
	runner: v.string(),
};

const event = <K extends string, E extends v.ObjectEntries>(
	kind: K,
	entries: E,
) => v.strictObject({ kind: v.literal(kind), ...base, ...entries });

/** The history of a run: one line of `events.jsonl`, which is append-only. */
export const runEvent = v.variant("kind", [
	event("created", {
		run: v.string(),
		plan: sha256,
		experiment: v.string(),
		name: label,
		backend: v.picklist(["process", "cluster"]),
		namespace: label,
	}),
	event("entered", { state }),
	/** A runner took over a run that another runner had started. */
	event("resumed", { state }),
	event("lease-taken", { holder: v.string() }),
	event("wave-scaled", { group: label, replicas: count }),
	event("nodes-ready", { ready: count, of: count }),
	event("node-started", {
		node: nodeName,
		address: v.string(),
		/** Process id, if the node is a local process. */
		pid: v.exactOptional(count),
		/** Digest of the pulled image, if the node is a container. */
		image: v.exactOptional(v.string()),
	}),
	event("node-lost", { node: nodeName, why: v.string() }),
	event("clock-seen", {
		/** A node, or a machine whose clock its pods share. */
		node: v.string(),
		/** Clock of the node minus the runner's; for a machine: minus its time reference. */
		offsetMs: v.number(),
		/** Error bound of the offset. */
		withinMs: milliseconds,
	}),
	/** Zero of the timeline. */
	event("timeline-started", { zero: nanoseconds }),
	event("step-started", { step: label }),
	event("step-finished", { step: label, note: v.exactOptional(v.string()) }),
	event("step-skipped", { step: label, why: v.string() }),
	/** A check whether a disturbance is in effect. */
	event("probed", {
		step: label,
		when: v.picklist(["before", "during", "after"]),
		/** Expected and actual observation. */
		expected: v.string(),
		seen: v.string(),
		holds: v.boolean(),
	}),
	event("nodes-down", { step: label, nodes: v.array(nodeName) }),
	event("nodes-up", { step: label, nodes: v.array(nodeName) }),
	event("scraped", { nodes: count, missing: v.array(nodeName) }),
	/**
	 * The nodes were asked for a last sentinel: a line of their log with the number
	 * of lines before it. A node whose program writes none is in neither list.
	 */
	event("logs-ended", {
		nodes: v.array(
			v.strictObject({ node: nodeName, boot: v.string(), lines: count }),
		),
		/** Nodes that did not answer. */
		missing: v.array(nodeName),
	}),
	event("collected", {
		path: v.string(),
		rows: count,
		bytes: count,
		sha256,
	}),
	/** How many lines of the collected logs are in the log store. */
	event("shipped", {
		/** Lines of the logs. */
		lines: count,
		/** Lines that the store accepted; absent if it did not say how many it holds. */
		sent: v.exactOptional(count),
		/** Lines of the run that it holds. */
		stored: v.exactOptional(count),
		/** Nodes of which it holds another number of lines than their log has. */
		differing: v.array(
			v.strictObject({ node: nodeName, lines: count, stored: count }),
		),
		/** Why not all lines were sent, or why they could not be counted. */
		why: v.exactOptional(v.string()),
	}),
	event("not-collected", { what: v.string(), why: v.string() }),
	event("step-failed", { state, attempt: count, why: v.string() }),
	event("invalidated", { why: v.string() }),
	event("outcome", { outcome, why: v.exactOptional(v.string()) }),
	event("abort-asked", { by: v.string() }),
	event("extended", { byMs: milliseconds }),
	event("torn-down", { attempt: count }),
	event("judged", {
		validity: v.string(),
		verdict: v.string(),
		reasons: v.array(v.string()),
	}),
]);

export type RunEvent = v.InferOutput<typeof runEvent>;
export type EventKind = RunEvent["kind"];
export type EventOf<K extends EventKind> = Extract<RunEvent, { kind: K }>;
