import { contentHash } from "@lab/core";
import * as v from "valibot";
import { condition } from "./condition.ts";
import { gate } from "./gate.ts";
import { image, nodeGroup, type PlannedImage } from "./node-group.ts";
import { nodesIn } from "./node-name.ts";
import { count, label, milliseconds, sha256 } from "./scalar.ts";
import { timelineStep } from "./timeline.ts";
import { plannedWindow } from "./window.ts";

export const PLAN_SCHEMA = "vaclab.plan/1";

const parameter = v.strictObject({
	value: v.union([
		v.string(),
		v.number(),
		v.boolean(),
		v.array(v.union([v.string(), v.number()])),
	]),
	unit: v.exactOptional(v.string()),
	/** Where the value comes from: the experiment's default, its scenario, or the engineer (`--set`). */
	from: v.picklist(["default", "scenario", "set"]),
});

const demand = v.strictObject({
	pods: count,
	cpuMillis: count,
	memoryBytes: count,
	addresses: count,
	bandwidthBitsPerSecond: count,
	/** Number of time series over the whole run. */
	series: count,
	logBytes: count,
});

/** Origin of the plan: sufficient to make the same plan again. */
const provenance = v.strictObject({
	commit: v.string(),
	dirty: v.boolean(),
	/** Versions of programs and packages, by name. */
	versions: v.record(v.string(), v.string()),
	/** Names of the machines for which the plan was made. */
	machines: v.array(v.string()),
});

/** Wall-clock limit of each state; beyond it the run expires. */
const limits = v.strictObject({
	queuedMs: milliseconds,
	deployingMs: milliseconds,
	settlingMs: milliseconds,
	/** Time allowed beyond the end of the timeline. */
	runningMs: milliseconds,
	drainingMs: milliseconds,
	collectingMs: milliseconds,
	tearingDownMs: milliseconds,
});

/** How the objects of a cluster plan are deployed. */
const cluster = v.strictObject({
	/** Name of the parked Fleet bundle in Git, or stem of the name of a bundle created through the API. */
	bundle: v.string(),
	/**
	 * Label of Fleet's Cluster object that deploys the parked bundle from Git;
	 * absent: the runner creates a bundle from `files` through the API.
	 */
	label: v.exactOptional(
		v.strictObject({ key: v.string(), value: v.string() }),
	),
	/** Images of pods other than the nodes. */
	images: v.exactOptional(v.array(image)),
	/** Contents of the bundle's files, by path. */
	files: v.record(v.string(), v.string()),
	/** Objects that the runner creates for a step and deletes after it: YAML, by the step's name. */
	disturbances: v.exactOptional(v.record(v.string(), v.string())),
});

/** A resolved experiment: contains all that a runner needs and leaves nothing to decide. */
export const plan = v.strictObject({
	schema: v.literal(PLAN_SCHEMA),
	/** SHA-256 of the canonical JSON of everything else. */
	hash: sha256,
	experiment: v.string(),
	/** Name of the plan: the experiment and what varies, at most 40 characters. */
	name: v.pipe(label, v.maxLength(40)),
	backend: v.picklist(["process", "cluster"]),
	namespace: label,
	seed: v.string(),
	parameters: v.record(v.string(), parameter),
	groups: v.pipe(v.array(nodeGroup), v.minLength(1)),
	cluster: v.exactOptional(cluster),
	settle: v.array(gate),
	timeline: v.array(timelineStep),
	windows: v.array(plannedWindow),
	/** Period after the last step in which late deliveries arrive and the last scrapes are made. */
	drain: v.strictObject({
		dwellMs: milliseconds,
		/** Scrape interval of the nodes; 0: they are not scraped. */
		scrapeIntervalMs: milliseconds,
	}),
	/** Conditions under which the numbers are valid. */
	guards: v.array(condition),
	/** Conditions under which the run passes. */
	criteria: v.array(condition),
	/** Why there are no criteria: no measure defines what a good result is. */
	unjudged: v.exactOptional(v.pipe(v.string(), v.minLength(1))),
	demand,
	limits,
	/** Age at which the run's objects are deleted at the latest. */
	ttlMs: milliseconds,
	provenance,
});

export type Plan = v.InferOutput<typeof plan>;
export type Demand = v.InferOutput<typeof demand>;
export type Provenance = v.InferOutput<typeof provenance>;
export type Parameter = v.InferOutput<typeof parameter>;
export type Limits = v.InferOutput<typeof limits>;

/** Completes a plan with its hash. */
export function sealPlan(open: Omit<Plan, "hash" | "schema">): Plan {
	const body = { schema: PLAN_SCHEMA, ...open } as const;
	return { ...body, hash: contentHash(body) };
}

/** Hash of a plan's content; `plan.hash` must equal it. */
export function hashOf({ hash: _, ...body }: Plan): string {
	return contentHash(body);
}

/** Names of all nodes of a plan, in the order of its groups. */
export const nodesOf = (given: Pick<Plan, "groups">): string[] =>
	given.groups.flatMap(nodesIn);

/** All images that a plan's pods pull, including repetitions. */
export const imagesOf = ({
	groups,
	cluster,
}: Pick<Plan, "groups" | "cluster">): PlannedImage[] => [
	...groups.flatMap(({ image, sideImages = [] }) => [image, ...sideImages]),
	...(cluster?.images ?? []),
];
