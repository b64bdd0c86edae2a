import type { Action, AdoptionInput, Step } from "./adoption.ts";
import { steps } from "./steps.ts";

export interface PlannedStep {
	readonly step: Pick<Step, "name" | "purpose">;
	readonly actions: readonly Action[];
}

export interface Adoption {
	readonly steps: readonly PlannedStep[];
	/** `blocked`: something must be done by hand first. `open`: something remains. */
	readonly state: "blocked" | "open" | "done";
}

function stateOf(
	actions: readonly Action[],
	isOpen: (action: Action) => boolean,
): Adoption["state"] {
	if (actions.some((action) => "by" in action && action.by === "first"))
		return "blocked";
	return actions.some(isOpen) ? "open" : "done";
}

const isLater = (action: Action): boolean =>
	"by" in action && action.by === "later";

/** What remains to be done in a cluster, step by step; changes nothing. */
export async function planAdoption(input: AdoptionInput): Promise<Adoption> {
	const planned: PlannedStep[] = [];
	for (const step of steps) {
		input.progress.step(`looking at ${step.name}: ${step.purpose}`);
		planned.push({ step, actions: await step.plan(input) });
	}
	return {
		steps: planned,
		state: stateOf(
			planned.flatMap(({ actions }) => actions),
			(action) => "act" in action || isLater(action),
		),
	};
}

/**
 * Takes the steps that remain, in order; nothing if one is blocked. Can be
 * repeated after an interruption at any point.
 *
 * @returns what it did
 * @throws LabError `keep-resources-not-applied`, `objects-would-go`, `bundles-remain`, `objects-lost`, `api-refused`
 */
export async function adopt(input: AdoptionInput): Promise<Adoption> {
	const before = await planAdoption(input);
	if (before.state === "blocked") return before;
	const taken: PlannedStep[] = [];
	for (const step of steps) {
		// Planned anew: what an earlier step has done decides what is left.
		const actions = await step.plan(input);
		for (const action of actions) {
			if (!("act" in action)) continue;
			input.signal?.throwIfAborted();
			input.progress.step(`${step.name}: ${action.what}`);
			await action.act();
		}
		taken.push({ step, actions });
	}
	return {
		steps: taken,
		state: stateOf(
			taken.flatMap(({ actions }) => actions),
			isLater,
		),
	};
}
