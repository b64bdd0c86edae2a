import type { Plan } from "@lab/record";
import type { Draw } from "./draw.ts";
import type { Group } from "./group.ts";
import type { Parameters, ValuesOf } from "./parameter.ts";

/** What an experiment is with all its parameters known; plain data. */
export interface Draft
	extends Pick<
		Plan,
		"settle" | "timeline" | "windows" | "drain" | "guards" | "criteria"
	> {
	readonly groups: readonly Group[];
	/** Why there is no criterion, where there is none. */
	readonly unjudged?: string;
	/** What a cluster needs beside the groups: roles, services with other ports. */
	readonly objects?: readonly KubernetesObject[];
	/** How long settling may take, where the usual limit is too short. */
	readonly settleWithinMs?: number;
}

/** An object as Kubernetes takes it; its namespace is the run's. */
export interface KubernetesObject {
	readonly apiVersion: string;
	readonly kind: string;
	readonly metadata: { readonly name: string };
	readonly [field: string]: unknown;
}

/** What a definition may ask beside its parameters. */
export interface Surroundings {
	readonly backend: Plan["backend"];
	/** Where the run lives: names of services end in it. */
	readonly namespace: string;
	/** Chance that the seed decides. */
	readonly draw: Draw;
}

export interface Experiment<P extends Parameters = Parameters> {
	readonly name: string;
	/** What it is there to find out, in one line. */
	readonly purpose: string;
	readonly parameters: P;
	/** Where it can run at all. */
	readonly backends: readonly Plan["backend"][];
	/** The scenario's own values, instead of the parameters' defaults. */
	readonly set: Partial<ValuesOf<P>>;
	/** The experiment that a scenario is told by its difference from. */
	readonly from?: string;
	draft(values: ValuesOf<P>, surroundings: Surroundings): Draft;
}

/** An experiment, checked and typed by its own parameters. */
export const defineExperiment = <const P extends Parameters>(
	definition: Omit<Experiment<P>, "set" | "from" | "backends"> & {
		/** @default both */
		readonly backends?: Experiment["backends"];
	},
): Experiment<P> => ({
	backends: ["process", "cluster"],
	...definition,
	set: {},
});

interface Difference<P extends Parameters> {
	readonly name: string;
	readonly purpose: string;
	/** Other values of parameters; one that the experiment has not is a compile error. */
	readonly set?: Partial<ValuesOf<NoInfer<P>>>;
	/** @default those of the experiment */
	readonly backends?: Experiment["backends"];
	/** Other parts of the draft: a step more, another criterion. */
	readonly change?: (
		draft: Draft,
		values: ValuesOf<NoInfer<P>>,
		surroundings: Surroundings,
	) => Draft;
}

/** An experiment told as the difference from another. */
export const defineScenario = <P extends Parameters>(
	base: Experiment<P>,
	{
		name,
		purpose,
		set,
		backends = base.backends,
		change = (draft) => draft,
	}: Difference<P>,
): Experiment<P> => ({
	name,
	purpose,
	parameters: base.parameters,
	backends,
	set: { ...base.set, ...set },
	from: base.name,
	draft: (values, surroundings) =>
		change(base.draft(values, surroundings), values, surroundings),
});

/** The file that a person edits to change an experiment, whatever its family. */
export const sourceOf = ({ name }: Pick<Experiment, "name">): string =>
	`packages/experiments/src/scenarios/*/${name}.ts`;
