import * as v from "valibot";
import { condition } from "./condition.ts";
import { outcome, validity } from "./run.ts";
import { sha256 } from "./scalar.ts";

/** A condition and what was seen. */
export const judgement = v.strictObject({
	condition,
	/** Absent where nobody could measure it: then `why` says so. */
	observed: v.exactOptional(v.number()),
	holds: v.picklist(["yes", "no", "unknown"]),
	/** Names the nodes and messages: `3 missing: 17 at relay-4, ...`. */
	why: v.string(),
});

/** The answer of a run: `verdict.json`. */
export const verdict = v.strictObject({
	run: v.string(),
	plan: sha256,
	outcome,
	validity,
	/** Only of a valid run; `unjudged` of all others. */
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
