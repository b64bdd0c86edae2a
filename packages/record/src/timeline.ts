import * as v from "valibot";
import { count, label, messageId, milliseconds, nodeName } from "./scalar.ts";

/** Name of a step and its start, relative to the start of the timeline. */
const step = { name: label, atMs: milliseconds };

/**
 * One HTTP call per message. In `body`, the text `$id` stands for the message's
 * id, `$payload` for its bytes in base64; every other value is sent as it is.
 */
const request = v.strictObject({
	/** Name of a port of the publisher's group. */
	port: label,
	path: v.pipe(v.string(), v.startsWith("/")),
	body: v.record(v.string(), v.unknown()),
	/**
	 * Source of the message's id: `plan`, sent as `$id`; `answer`, chosen by the
	 * node and read from this field of its answer; `log`, chosen by the node and
	 * only found in its log.
	 */
	idFrom: v.variant("kind", [
		v.strictObject({ kind: v.literal("plan") }),
		v.strictObject({ kind: v.literal("log") }),
		v.strictObject({ kind: v.literal("answer"), field: v.string() }),
	]),
});

export const plannedMessage = v.strictObject({
	id: messageId,
	/** Relative to the start of the timeline. */
	atMs: milliseconds,
	/** Node that publishes it. */
	node: nodeName,
});

const publish = v.strictObject({
	kind: v.literal("publish"),
	...step,
	topic: v.string(),
	sizeBytes: count,
	/** Time after which a call without an answer has failed. */
	timeoutMs: milliseconds,
	request,
	/** Groups whose nodes should receive the messages. @default all groups that publish */
	receivers: v.exactOptional(v.array(label)),
	messages: v.array(plannedMessage),
});

const churn = v.strictObject({
	kind: v.literal("churn"),
	...step,
	downMs: milliseconds,
	/** `kill`: SIGKILL; `stop`: SIGTERM; `scale`: removes the group's last ordinals. */
	by: v.picklist(["kill", "stop", "scale"]),
	nodes: v.array(nodeName),
});

const partition = v.strictObject({
	kind: v.literal("partition"),
	...step,
	durationMs: milliseconds,
	sides: v.pipe(v.array(v.array(nodeName)), v.minLength(2)),
});

export const link = v.strictObject({
	/** Delay of each outgoing packet, one way. */
	delayMs: v.exactOptional(milliseconds),
	jitterMs: v.exactOptional(milliseconds),
	lossPercent: v.exactOptional(
		v.pipe(v.number(), v.minValue(0), v.maxValue(100)),
	),
	rateBitsPerSecond: v.exactOptional(count),
});

const shape = v.strictObject({
	kind: v.literal("shape"),
	...step,
	durationMs: milliseconds,
	nodes: v.array(nodeName),
	link,
});

const scale = v.strictObject({
	kind: v.literal("scale"),
	...step,
	group: label,
	replicas: count,
});

const wait = v.strictObject({
	kind: v.literal("wait"),
	...step,
	durationMs: milliseconds,
});

const probe = v.strictObject({
	kind: v.literal("probe"),
	...step,
	/** Pairs of nodes between which reachability and round-trip time are measured. */
	pairs: v.array(v.tuple([nodeName, nodeName])),
});

/** A step of the timeline, materialised: nothing is drawn or decided later. */
export const timelineStep = v.variant("kind", [
	publish,
	churn,
	partition,
	shape,
	scale,
	wait,
	probe,
]);

export type TimelineStep = v.InferOutput<typeof timelineStep>;
export type StepOf<K extends TimelineStep["kind"]> = Extract<
	TimelineStep,
	{ kind: K }
>;
export type PlannedMessage = v.InferOutput<typeof plannedMessage>;
export type Link = v.InferOutput<typeof link>;

/** A step that changes the network, and whose effect probes must confirm. */
export type Disturbance = StepOf<"churn" | "partition" | "shape">;

export const isDisturbance = (given: TimelineStep): given is Disturbance =>
	["churn", "partition", "shape"].includes(given.kind);

/** Nodes that a disturbance affects. */
export const affectedNodes = (given: Disturbance): string[] =>
	given.kind === "partition" ? given.sides.flat() : given.nodes;

/** End of a step, in milliseconds from the start of the timeline. */
export function endOf(given: TimelineStep): number {
	switch (given.kind) {
		case "publish":
			return Math.max(given.atMs, ...lastMessage(given.messages));
		case "churn":
			return given.atMs + given.downMs;
		case "partition":
		case "shape":
		case "wait":
			return given.atMs + given.durationMs;
		case "scale":
		case "probe":
			return given.atMs;
	}
}

const lastMessage = (messages: readonly PlannedMessage[]): number[] =>
	messages.slice(-1).map(({ atMs }) => atMs);
