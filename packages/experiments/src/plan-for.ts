import { assertNoFaults, contentHash } from "@lab/core";
import { type Environment, environments } from "@lab/lab";
import {
	checkPlan,
	type Plan,
	type Provenance,
	probePods,
	sealPlan,
} from "@lab/record";
import { groupFaults } from "./check-groups.ts";
import { timelineFaults } from "./check-timeline.ts";
import { demandOf } from "./demand.ts";
import { createDraw } from "./draw.ts";
import type { Draft, Experiment } from "./experiment.ts";
import { limitsOf, ttlOf } from "./limits.ts";
import type { Parameters, SettingsOf, ValuesOf } from "./parameter.ts";
import { plannedGroup } from "./planned-group.ts";
import { renderExperiment } from "./render/bundle.ts";
import { resolveSettings } from "./settings.ts";

export interface PlanRequest<P extends Parameters = Parameters> {
	readonly settings?: SettingsOf<P>;
	readonly backend: Plan["backend"];
	/** @default the experiment's name, so that equal requests give equal plans */
	readonly seed?: string;
	/** Environment to render the objects for. @default the lab */
	readonly environment?: Environment;
	readonly provenance: Provenance;
	/** Returns where a parameter was set, for error messages. @default its name */
	readonly whereOf?: (key: string) => string;
}

/**
 * Resolves an experiment to a plan, down to every single message.
 *
 * @throws LabError listing every parameter that is unknown, out of range, or
 * without effect on the backend, or every fault of the plan
 */
export function planFor<P extends Parameters>(
	typed: Experiment<P>,
	{
		settings = {},
		backend,
		seed,
		environment = environments.vaclab,
		provenance,
		whereOf,
	}: PlanRequest<P>,
): Plan {
	const experiment = typed as unknown as Experiment;
	const parameters = resolveSettings(experiment, settings, backend, whereOf);
	const name = nameOf(experiment, parameters);
	const namespace = namespaceOf(name);
	const draft = draftOf(experiment, parameters, {
		backend,
		seed: seed ?? experiment.name,
		namespace,
	});
	const faults = groupFaults(draft);
	assertNoFaults(
		// A timeline of groups that are wrong, such as far too large, is not read.
		(faults.length > 0 ? faults : timelineFaults(draft)).map((finding) => ({
			...finding,
			where: `${experiment.name}: ${finding.where}`,
		})),
	);
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
			draft.groups,
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

/** Drafts an experiment with resolved parameters. */
export function draftOf(
	experiment: Experiment,
	parameters: Plan["parameters"],
	{
		seed,
		...context
	}: Pick<Plan, "backend" | "namespace"> & { readonly seed: string },
): Draft {
	const values = Object.fromEntries(
		Object.entries(parameters).map(([key, { value }]) => [key, value]),
	) as ValuesOf<Parameters>;
	return experiment.draft(values, { ...context, draw: createDraw(seed) });
}

export const namespaceOf = (name: string): string => `lab-${name}`;

const MAX_NAME = 40;

/** Name of a plan: the experiment and its settings, such as `gossip-smoke-nodes-30`. */
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
	// A truncated name gets a hash of the settings, to stay unique.
	if (long.length <= MAX_NAME) return long;
	const hash = contentHash(words).slice(0, 6);
	return `${long.slice(0, MAX_NAME - hash.length - 1).replace(/-+$/, "")}-${hash}`;
}
