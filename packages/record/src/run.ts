import * as v from "valibot";
import { count, label, nanoseconds, sha256 } from "./scalar.ts";

/** States of a run, in order; `collecting` always precedes `tearing-down`. */
export const states = [
	"planned",
	"queued",
	"leased",
	"deploying",
	"settling",
	"running",
	"draining",
	"collecting",
	"tearing-down",
	"done",
] as const;

export const state = v.picklist(states);

/** Did the procedure complete? */
export const outcome = v.picklist([
	"succeeded",
	"failed",
	"aborted",
	"expired",
]);

/** May the numbers be used? */
export const validity = v.picklist(["valid", "invalid", "inconclusive"]);

/** One execution of a plan, derived from its events. */
export const run = v.strictObject({
	id: v.string(),
	plan: sha256,
	experiment: v.string(),
	name: label,
	backend: v.picklist(["process", "cluster"]),
	namespace: label,
	state,
	/** While `running`: the steps in progress. */
	phase: v.exactOptional(v.array(v.string())),
	outcome: v.exactOptional(outcome),
	/** Only when `done`. */
	validity: v.exactOptional(validity),
	verdict: v.exactOptional(v.string()),
	/** Why the run is not valid, or did not succeed. */
	reasons: v.array(v.string()),
	created: nanoseconds,
	/** Zero of the timeline. */
	started: v.exactOptional(nanoseconds),
	ended: v.exactOptional(nanoseconds),
	/** Number of runners that have worked on it so far. */
	runners: count,
	nodes: v.strictObject({ planned: count, ready: count, lost: count }),
	messages: v.strictObject({
		planned: count,
		acknowledged: count,
		failed: count,
	}),
});

export type State = v.InferOutput<typeof state>;
export type Outcome = v.InferOutput<typeof outcome>;
export type Validity = v.InferOutput<typeof validity>;
export type Run = v.InferOutput<typeof run>;
