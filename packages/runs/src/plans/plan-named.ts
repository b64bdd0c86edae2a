import { type Experiment, findExperiment, planFor } from "@lab/experiments";
import { type EnvironmentName, environments } from "@lab/lab";
import type { Plan } from "@lab/record";
import { readProvenance } from "./provenance.ts";

/** Values of parameters, as given by the engineer. */
export type Settings = Readonly<Record<string, string | number>>;

/** Options for making a plan, apart from the parameters. */
export interface PlanRequest {
	/** @default "process" */
	readonly backend?: Plan["backend"] | undefined;
	/** Environment for whose cluster the objects are rendered. @default "vaclab" */
	readonly environment?: EnvironmentName | undefined;
	/** Seed of all random draws. @default the experiment's name */
	readonly seed?: string | undefined;
	/** Where the engineer set a parameter, for findings. */
	readonly whereOf?: (key: string) => string;
}

/** Makes the plan of an experiment, given by name. @throws LabError for every unknown name and invalid value */
export async function planNamed(
	name: string,
	settings: Settings,
	request: PlanRequest,
	root: string,
): Promise<Plan> {
	const planOf = await planner(findExperiment(name), request, root);
	return planOf(settings, request.seed);
}

/** Returns a function that makes plans of one experiment from settings and a seed. */
export async function planner(
	experiment: Experiment,
	{ backend = "process", environment = "vaclab", whereOf }: PlanRequest,
	root: string,
): Promise<(settings: Settings, seed?: string) => Plan> {
	const provenance = await readProvenance(root, backend);
	return (settings, seed) =>
		planFor(experiment, {
			settings,
			backend,
			environment: environments[environment],
			...(seed !== undefined && { seed }),
			...(whereOf !== undefined && { whereOf }),
			provenance,
		});
}
