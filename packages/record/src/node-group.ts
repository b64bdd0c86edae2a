import * as v from "valibot";
import { count, fraction, label, milliseconds } from "./scalar.ts";

const resources = v.strictObject({
	cpuMillis: count,
	memoryBytes: count,
});

const port = v.strictObject({
	name: label,
	port: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65535)),
	protocol: v.exactOptional(v.picklist(["TCP", "UDP"])),
});

/** How the group runs as local processes; absent: only on a cluster. */
const processSpec = v.strictObject({
	/** A name that the process backend knows: `test-node`. */
	program: label,
	nodesPerProcess: v.pipe(count, v.minValue(1)),
	args: v.array(v.string()),
});

export const image = v.strictObject({
	/** `registry/name:tag`, for people. */
	reference: v.string(),
	/** `sha256:...`, what is pulled; absent where nobody has resolved it. */
	digest: v.exactOptional(v.pipe(v.string(), v.startsWith("sha256:"))),
});

/** Nodes that are alike: `relay-0` to `relay-<replicas - 1>`. */
export const nodeGroup = v.strictObject({
	name: label,
	kind: v.picklist(["StatefulSet", "Pod"]),
	image,
	/** Of the containers before and beside the node in its pod, each once. */
	sideImages: v.exactOptional(v.array(image)),
	/** Name of the container, `container_name` in the logs. */
	container: label,
	/** Headless service through which `<node>.<service>` resolves. */
	service: v.exactOptional(label),
	command: v.exactOptional(v.array(v.string())),
	args: v.array(v.string()),
	env: v.record(v.string(), v.string()),
	ports: v.array(port),
	requests: resources,
	limits: v.exactOptional(resources),
	replicas: count,
	/** Started so many at a time; the next wave follows when `ready` of it are. */
	wave: v.strictObject({
		size: v.pipe(count, v.minValue(1)),
		ready: fraction,
		pauseMs: milliseconds,
	}),
	process: v.exactOptional(processSpec),
});

export type NodeGroup = v.InferOutput<typeof nodeGroup>;
export type ProcessSpec = v.InferOutput<typeof processSpec>;
export type PlannedImage = v.InferOutput<typeof image>;
