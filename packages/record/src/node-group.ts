import * as v from "valibot";
import {
	count,
	fraction,
	groupName,
	label,
	milliseconds,
	portName,
	serviceName,
	variableName,
} from "./scalar.ts";

const resources = v.strictObject({
	cpuMillis: count,
	memoryBytes: count,
});

const port = v.strictObject({
	name: portName,
	port: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65535)),
	protocol: v.exactOptional(v.picklist(["TCP", "UDP"])),
});

/** How the group runs as local processes. */
const processSpec = v.strictObject({
	/** Name of a program of the process backend: `test-node`. */
	program: label,
	nodesPerProcess: v.pipe(count, v.minValue(1)),
	args: v.array(v.string()),
});

export const image = v.strictObject({
	/** `registry/name:tag`, for readers. */
	reference: v.string(),
	/** `sha256:...`, which is pulled; absent while unresolved. */
	digest: v.exactOptional(v.pipe(v.string(), v.startsWith("sha256:"))),
});

/** A group of identical nodes: `relay-0` to `relay-<replicas - 1>`. */
export const nodeGroup = v.strictObject({
	name: groupName,
	kind: v.picklist(["StatefulSet", "Pod"]),
	image,
	/** Images of the pod's init and sidecar containers, each once. */
	sideImages: v.exactOptional(v.array(image)),
	/** Name of the node's container: `container_name` in the logs. */
	container: label,
	/** Headless service through which `<node>.<service>` resolves. */
	service: v.exactOptional(serviceName),
	command: v.exactOptional(v.array(v.string())),
	args: v.array(v.string()),
	env: v.record(variableName, v.string()),
	ports: v.array(port),
	requests: resources,
	limits: v.exactOptional(resources),
	replicas: count,
	/** Nodes start in waves; the next wave follows once the fraction `ready` of the current one is ready. */
	wave: v.strictObject({
		size: v.pipe(count, v.minValue(1)),
		ready: fraction,
		pauseMs: milliseconds,
	}),
	/** Absent: the group runs only on a cluster. */
	process: v.exactOptional(processSpec),
});

export type NodeGroup = v.InferOutput<typeof nodeGroup>;
export type ProcessSpec = v.InferOutput<typeof processSpec>;
export type PlannedImage = v.InferOutput<typeof image>;
