import * as v from "valibot";
import { condition } from "./condition.ts";
import { outcome, validity } from "./run.ts";
import { sha256 } from "./scalar.ts";

/** A condition and what was observed. */
export const judgement = v.strictObject({
	condition,
	/** Absent if it could not be measured; `why` then gives the reason. */
	observed: v.exactOptional(v.number()),
	holds: v.picklist(["yes", "no", "unknown"]),
	/** Explanation that names nodes and messages: `3 missing: 17 at relay-4, ...`. */
	why: v.string(),
});

/** Result of a run: `verdict.json`. */
export const verdict = v.strictObject({
	run: v.string(),
	plan: sha256,
	outcome,
	validity,
	/** Meaningful only for a valid run; all others are `unjudged`. */
	verdict: v.picklist([
		"pass",
		"fail",
		"inconclusive",
		"no-baseline",
		"unjudged",
	]),
	reasons: v.array(v.string()),
	guards: v.array(judgement),
	criteria: v.array(judgement),
});

export type Judgement = v.InferOutput<typeof judgement>;
export type Verdict = v.InferOutput<typeof verdict>;
