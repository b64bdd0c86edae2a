import type { Draft } from "../experiment.ts";
import type { Group } from "../group.ts";
import { nodeGuards } from "../judgement.ts";

const MIB = 2 ** 20;

/** Resources of a blockchain node. */
export const nomosResources = {
	requests: { cpuMillis: 1000, memoryBytes: 1024 * MIB },
	limits: { cpuMillis: 2000, memoryBytes: 4096 * MIB },
} satisfies Pick<Group, "requests" | "limits">;

/** Ports of a node: peer-to-peer network, blend network, API. */
export const nomosPorts = [
	{ name: "swarm", port: 7000, protocol: "UDP" },
	{ name: "blend", port: 7001, protocol: "UDP" },
	{ name: "http", port: 18_080 },
] satisfies Group["ports"];

/** Drafts groups that are only observed, without traffic or disturbances. */
export const observationDraft = (
	lengthMs: number,
	groups: readonly Group[],
	objects: Draft["objects"] = [],
): Draft => ({
	groups,
	objects,
	settle: [{ kind: "ready", fraction: 1 }],
	timeline: [{ kind: "wait", name: "watch", atMs: 0, durationMs: lengthMs }],
	windows: [{ name: "watch", startMs: 0, endMs: lengthMs }],
	drain: { dwellMs: 10_000, scrapeIntervalMs: 0 },
	// The nodes push their metrics and are not scraped.
	guards: nodeGuards.filter(({ measure }) => measure !== "scrapes.missing"),
	criteria: [],
	unjudged:
		"no line and no metric of the chain is known that tells whether it makes progress",
});
