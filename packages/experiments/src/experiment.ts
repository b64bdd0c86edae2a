import type { WrittenObject } from "@lab/kubernetes";
import type { Plan } from "@lab/record";
import type { Draw } from "./draw.ts";
import type { Group } from "./group.ts";
import type { Parameters, SettingsOf, ValuesOf } from "./parameter.ts";

/** An experiment with all parameters resolved, as plain data. */
export interface Draft
	extends Pick<
		Plan,
		"settle" | "timeline" | "windows" | "drain" | "guards" | "criteria"
	> {
	readonly groups: readonly Group[];
	/** Why the experiment has no criteria. Set if and only if `criteria` is empty. */
	readonly unjudged?: string;
	/** Additional cluster objects, such as roles or services with other ports. They are created in the run's namespace. */
	readonly objects?: readonly WrittenObject[];
	/** Limit of the settling time, if the default limit is too short. */
	readonly settleWithinMs?: number;
}

/** Input of a definition besides its parameters. */
export interface DraftContext {
	readonly backend: Plan["backend"];
	/** Namespace of the run, part of its services' DNS names. */
	readonly namespace: string;
	/** Random source, seeded by the plan. */
	readonly draw: Draw;
}

export interface Experiment<P extends Parameters = Parameters> {
	readonly name: string;
	/** What the experiment tests, in one line. */
	readonly purpose: string;
	readonly parameters: P;
	/** Backends it can run on. */
	readonly backends: readonly Plan["backend"][];
	/** Values of the scenario that override the parameters' defaults. */
	readonly set: SettingsOf<P>;
	/** Name of the experiment this scenario derives from. */
	readonly from?: string;
	draft(values: ValuesOf<P>, context: DraftContext): Draft;
}

/** Defines an experiment. Its draft is typed by its parameters. */
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
	/** Overridden parameter values. A parameter that the base does not have is a compile error. */
	readonly set?: SettingsOf<NoInfer<P>>;
	/** @default those of the base */
	readonly backends?: Experiment["backends"];
	/** Changes the draft, for example adds a step or replaces a criterion. */
	readonly change?: (
		draft: Draft,
		values: ValuesOf<NoInfer<P>>,
		context: DraftContext,
	) => Draft;
}

/** Defines an experiment by its difference from another one. */
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
	draft: (values, context) =>
		change(base.draft(values, context), values, context),
});

/** Source file of an experiment, with a wildcard for its family. */
export const sourceOf = ({ name }: Pick<Experiment, "name">): string =>
	`packages/experiments/src/scenarios/*/${name}.ts`;
