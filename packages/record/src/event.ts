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
	/** Which runner wrote it: its host and process. */
	runner: v.string(),
};

const event = <K extends string, E extends v.ObjectEntries>(
	kind: K,
	entries: E,
) => v.strictObject({ kind: v.literal(kind), ...base, ...entries });

/** What a run remembers: one line of `events.jsonl`, only ever appended. */
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
	/** A runner took over a run that another one had begun. */
	event("resumed", { state }),
	event("lease-taken", { holder: v.string() }),
	event("wave-scaled", { group: label, replicas: count }),
	event("nodes-ready", { ready: count, of: count }),
	event("node-started", {
		node: nodeName,
		address: v.string(),
		/** Of its process, where it is one. */
		pid: v.exactOptional(count),
		/** Digest as pulled, where it is a container. */
		image: v.exactOptional(v.string()),
	}),
	event("node-lost", { node: nodeName, why: v.string() }),
	event("clock-seen", {
		/** A node; a machine, where its pods have its clock. */
		node: v.string(),
		/** Node minus runner; of a machine: from its reference. */
		offsetMs: v.number(),
		/** The offset is right to within this. */
		withinMs: milliseconds,
	}),
	/** Zero of the timeline. */
	event("timeline-started", { zero: nanoseconds }),
	event("step-started", { step: label }),
	event("step-finished", { step: label, note: v.exactOptional(v.string()) }),
	event("step-skipped", { step: label, why: v.string() }),
	/** A look at whether a disturbance is there. */
	event("probed", {
		step: label,
		when: v.picklist(["before", "during", "after"]),
		/** What should be seen, and what was. */
		expected: v.string(),
		seen: v.string(),
		holds: v.boolean(),
	}),
	event("nodes-down", { step: label, nodes: v.array(nodeName) }),
	event("nodes-up", { step: label, nodes: v.array(nodeName) }),
	event("scraped", { nodes: count, missing: v.array(nodeName) }),
	event("collected", {
		path: v.string(),
		rows: count,
		bytes: count,
		sha256,
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
