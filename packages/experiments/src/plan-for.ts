import { assertNoFaults, contentHash } from "@lab/core";
import { type Environment, environments } from "@lab/lab";
import {
	checkPlan,
	type Plan,
	type Provenance,
	probePods,
	sealPlan,
} from "@lab/record";
import { demandOf } from "./demand.ts";
import { createDraw } from "./draw.ts";
import type { Draft, Experiment } from "./experiment.ts";
import { plannedGroup } from "./group.ts";
import { limitsOf, ttlOf } from "./limits.ts";
import type { Parameters, ValuesOf } from "./parameter.ts";
import { renderExperiment } from "./render/bundle.ts";
import { resolveSettings } from "./settings.ts";

export interface Request<P extends Parameters = Parameters> {
	readonly settings?: Partial<ValuesOf<P>>;
	readonly backend: Plan["backend"];
	/** @default the name: everybody who asks for the same gets the same */
	readonly seed?: string;
	/** Whose cluster the objects are for. @default the lab */
	readonly environment?: Environment;
	readonly provenance: Provenance;
}

/**
 * Resolves an experiment to the last message.
 *
 * @throws LabError with every parameter that is unknown, out of range, or
 * without meaning on the backend, or with every fault of the plan
 */
export function planFor<P extends Parameters>(
	typed: Experiment<P>,
	{
		settings = {},
		backend,
		seed,
		environment = environments.vaclab,
		provenance,
	}: Request<P>,
): Plan {
	const experiment = typed as unknown as Experiment;
	const parameters = resolveSettings(experiment, settings, backend);
	const name = nameOf(experiment, parameters);
	const namespace = namespaceOf(name);
	const draft = draftOf(experiment, parameters, {
		backend,
		seed: seed ?? experiment.name,
		namespace,
	});
	const groups = draft.groups.map(plannedGroup);
	const limits = limitsOf(groups, draft);
	const plan = sealPlan({
		experiment: experiment.name,
		name,
		backend,
		namespace,
		seed: seed ?? experiment.name,
		parameters,
		groups,
		...(backend === "cluster" && {
			cluster: renderExperiment(experiment, draft, {
				name,
				namespace,
				environment,
			}),
		}),
		settle: draft.settle,
		timeline: draft.timeline,
		windows: draft.windows,
		drain: draft.drain,
		guards: draft.guards,
		criteria: draft.criteria,
		...(draft.unjudged !== undefined && { unjudged: draft.unjudged }),
		demand: demandOf(
			groups,
			draft.timeline,
			backend === "cluster" ? probePods(draft.timeline).length : 0,
		),
		limits,
		ttlMs: ttlOf(limits, draft.timeline),
		provenance,
	});
	assertNoFaults(checkPlan(plan, experiment.name));
	return plan;
}

/** An experiment with its parameters known. */
export function draftOf(
	experiment: Experiment,
	parameters: Plan["parameters"],
	{
		seed,
		...surroundings
	}: Pick<Plan, "backend" | "namespace"> & { readonly seed: string },
): Draft {
	const values = Object.fromEntries(
		Object.entries(parameters).map(([key, { value }]) => [key, value]),
	) as ValuesOf<Parameters>;
	return experiment.draft(values, { ...surroundings, draw: createDraw(seed) });
}

export const namespaceOf = (name: string): string => `lab-${name}`;

const MAX_NAME = 40;

/** The experiment and what varies: `gossip-smoke-nodes-30`. */
function nameOf({ name }: Experiment, parameters: Plan["parameters"]): string {
	const varied = Object.entries(parameters).filter(
		([, { from }]) => from === "set",
	);
	if (varied.length === 0) return name;
	const words = varied.map(([key, { value }]) => `${key}-${String(value)}`);
	const long = [name, ...words]
		.join("-")
		.toLowerCase()
		.replaceAll(/[^a-z0-9]+/g, "-")
		.replace(/-$/, "");
	// A name that does not tell all differs by its hash.
	if (long.length <= MAX_NAME) return long;
	const hash = contentHash(words).slice(0, 6);
	return `${long.slice(0, MAX_NAME - hash.length - 1).replace(/-+$/, "")}-${hash}`;
}
