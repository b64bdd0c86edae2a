import type { DriftException, ValuesFrom } from "@lab/bundles";
import type { Environment, Chart as HelmChart, Served } from "@lab/lab";
import type { Chart } from "cdk8s";

/** One service of the lab, as a description: the environment is an argument, never an `if` on its name. */
export interface Component {
	/** Its folder here, its folder below `fleet/`, and the name of its Fleet bundle. */
	readonly name: string;
	/** What the lab has it for, in one line. */
	readonly purpose: string;
	/** Where its release lives; Fleet makes the namespace. */
	readonly namespace: string;
	/** What must be there first. Objects, not names: a rename fails in the compiler. */
	readonly needs?: readonly Component[];
	/** What of the environment it cannot do without: where that is missing it is left out, and nobody waits for it. */
	readonly requires?: (env: Environment) => Served;
	readonly chart?: HelmChart;
	/** What differs from the chart's defaults, or is `pinned(value, reason)`. */
	readonly values?: (env: Environment) => Readonly<Record<string, unknown>>;
	/** Values that stand in a declared Secret of the release's namespace. */
	readonly valuesFrom?: readonly ValuesFrom[];
	/** Adds its own objects, beside a chart or without one. `lab` is every component of the environment. */
	readonly objects?: (
		scope: Chart,
		env: Environment,
		lab: readonly Component[],
	) => void;
	readonly drift?: readonly DriftException[];
	/** Whether it takes over objects that vaclab-2's release of another name made. @default false */
	readonly adopt?: boolean;
	/** Whether its objects stay in the cluster when its bundle goes. @default false */
	readonly keep?: boolean;
}

/** Checks a description and gives it its type. */
export const defineComponent = <C extends Component>(component: C): C =>
	component;

/** Whether an environment has what a component cannot do without. */
export const runsIn = (
	{ requires }: Pick<Component, "requires">,
	env: Environment,
): boolean => requires?.(env).here ?? true;

/** The file that a person edits to change a component. */
export const sourceOf = ({ name }: Pick<Component, "name">): string =>
	`packages/components/src/${name}/component.ts`;
