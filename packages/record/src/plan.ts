import { contentHash } from "@lab/core";
import * as v from "valibot";
import { condition } from "./condition.ts";
import { gate } from "./gate.ts";
import { image, nodeGroup, type PlannedImage } from "./node-group.ts";
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
	/** Whether a person set it, or the definition. */
	from: v.picklist(["default", "scenario", "set"]),
});

const demand = v.strictObject({
	pods: count,
	cpuMillis: count,
	memoryBytes: count,
	addresses: count,
	bandwidthBitsPerSecond: count,
	/** Time series of the whole run. */
	series: count,
	logBytes: count,
});

/** Where the plan comes from: enough to make the same one again. */
const provenance = v.strictObject({
	commit: v.string(),
	dirty: v.boolean(),
	/** Programs and packages by name. */
	versions: v.record(v.string(), v.string()),
	/** Names of the machines that the plan reckons with. */
	machines: v.array(v.string()),
});

/** The wall clock that each state may take; past it the run expires. */
const limits = v.strictObject({
	queuedMs: milliseconds,
	deployingMs: milliseconds,
	settlingMs: milliseconds,
	/** Beyond the end of the timeline. */
	runningMs: milliseconds,
	drainingMs: milliseconds,
	collectingMs: milliseconds,
	tearingDownMs: milliseconds,
});

/** How the objects of a cluster plan come to be. */
const cluster = v.strictObject({
	/** Name of the parked Fleet bundle in Git, or stem of the one made by API. */
	bundle: v.string(),
	/**
	 * Set on Fleet's Cluster object, it lets the parked bundle out of Git come;
	 * absent: a bundle is made by API from the files.
	 */
	label: v.exactOptional(
		v.strictObject({ key: v.string(), value: v.string() }),
	),
	/** Of pods beside the nodes. */
	images: v.exactOptional(v.array(image)),
	/** Files of the bundle by path. */
	files: v.record(v.string(), v.string()),
	/** Objects that the runner brings for a step and takes away after it, as YAML by the step's name. */
	disturbances: v.exactOptional(v.record(v.string(), v.string())),
});

/** An experiment, resolved: all that a runner needs, and nothing left to decide. */
export const plan = v.strictObject({
	schema: v.literal(PLAN_SCHEMA),
	/** SHA-256 of the canonical JSON of everything else. */
	hash: sha256,
	experiment: v.string(),
	/** Of this run: the experiment and what varies, at most 40 characters. */
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
	/** After the last step: deliveries still come, last scrapes are made. */
	drain: v.strictObject({
		dwellMs: milliseconds,
		/** How often each node is scraped; 0: nobody scrapes. */
		scrapeIntervalMs: milliseconds,
	}),
	/** Whether the numbers may be used. */
	guards: v.array(condition),
	/** Whether the numbers are good. */
	criteria: v.array(condition),
	/** Why there is no criterion: no measure tells what would be good. */
	unjudged: v.exactOptional(v.pipe(v.string(), v.minLength(1))),
	demand,
	limits,
	/** All is taken down at the latest after so long. */
	ttlMs: milliseconds,
	provenance,
});

export type Plan = v.InferOutput<typeof plan>;
export type Demand = v.InferOutput<typeof demand>;
export type Provenance = v.InferOutput<typeof provenance>;
export type Parameter = v.InferOutput<typeof parameter>;
export type Limits = v.InferOutput<typeof limits>;

/** A plan with its hash. */
export function sealPlan(open: Omit<Plan, "hash" | "schema">): Plan {
	const body = { schema: PLAN_SCHEMA, ...open } as const;
	return { ...body, hash: contentHash(body) };
}

/** The hash that a plan should have. */
export function hashOf({ hash: _, ...body }: Plan): string {
	return contentHash(body);
}

/** All nodes of a plan, in the order of its groups. */
export const nodesOf = (given: Pick<Plan, "groups">): string[] =>
	given.groups.flatMap(({ name, replicas }) =>
		Array.from({ length: replicas }, (_, ordinal) => `${name}-${ordinal}`),
	);

/** All images that a plan's pods pull, as often as they are named. */
export const imagesOf = ({
	groups,
	cluster,
}: Pick<Plan, "groups" | "cluster">): PlannedImage[] => [
	...groups.flatMap(({ image, sideImages = [] }) => [image, ...sideImages]),
	...(cluster?.images ?? []),
];
