import * as v from "valibot";
import {
	label,
	messageId,
	milliseconds,
	nanoseconds,
	nodeName,
} from "./scalar.ts";

/** One planned message and what came of it; one line of `publishes.jsonl`. */
export const publishRecord = v.strictObject({
	step: label,
	node: nodeName,
	/** The id under which nodes log it. */
	id: messageId,
	/** Set where the node chose another id than the plan. */
	plannedId: v.exactOptional(messageId),
	/** When it should have been sent. */
	intended: nanoseconds,
	/** When it was; absent: it never left. */
	sent: v.exactOptional(nanoseconds),
	/**
	 * `acknowledged`: the node took it. `refused`: it said no. `unanswered`: the
	 * deadline passed, it may have been published. `unsent`: it never left.
	 */
	result: v.picklist(["acknowledged", "refused", "unanswered", "unsent"]),
	/** From sending to the answer. */
	answerMs: v.exactOptional(milliseconds),
	/** What the node or the network said. */
	reason: v.exactOptional(v.string()),
});

export type PublishRecord = v.InferOutput<typeof publishRecord>;
