import * as v from "valibot";
import {
	label,
	messageId,
	milliseconds,
	nanoseconds,
	nodeName,
} from "./scalar.ts";

/** A planned message and its result; one line of `publishes.jsonl`. */
export const publishRecord = v.strictObject({
	step: label,
	node: nodeName,
	/** The id under which nodes log it. */
	id: messageId,
	/** The plan's id, if the node chose another one. */
	plannedId: v.exactOptional(messageId),
	/** When the plan sends it. */
	intended: nanoseconds,
	/** When it was sent; absent if it never was. */
	sent: v.exactOptional(nanoseconds),
	/**
	 * `acknowledged`: the node accepted it. `refused`: the node rejected it.
	 * `unanswered`: the call timed out, so the message may have been published.
	 * `unsent`: it was never sent.
	 */
	result: v.picklist(["acknowledged", "refused", "unanswered", "unsent"]),
	/** Time from sending to the answer. */
	answerMs: v.exactOptional(milliseconds),
	/** Error of the node or of the network. */
	reason: v.exactOptional(v.string()),
});

export type PublishRecord = v.InferOutput<typeof publishRecord>;
