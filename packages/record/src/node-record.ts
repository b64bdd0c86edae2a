import * as v from "valibot";
import { count, label, nodeName } from "./scalar.ts";

/** A node as it was deployed; one entry of `nodes.json`. */
export const nodeRecord = v.strictObject({
	node: nodeName,
	group: label,
	namespace: label,
	container: v.exactOptional(label),
	/** Base URLs by name of port. */
	urls: v.record(v.string(), v.string()),
	/** Process id, if the node is a process on the runner's machine. */
	pid: v.exactOptional(count),
	/** Digest of the image that was pulled. */
	image: v.exactOptional(v.string()),
	/** Machine on which the node runs, and whose clock it uses. */
	host: v.exactOptional(v.string()),
});

/** All nodes of a run: `nodes.json`. */
export const nodeRecords = v.array(nodeRecord);

export type NodeRecord = v.InferOutput<typeof nodeRecord>;
