import type { DriftException, PublicValue, ValuesFrom } from "@lab/bundles";
import type {
	Environment,
	Chart as HelmChart,
	LabNamespace,
	Support,
} from "@lab/lab";
import type { Chart } from "cdk8s";

/** Declaration of a service of the lab. The environment is an argument; components never branch on its name. */
export interface Component {
	/** Name of its folder in this package, of its folder in `fleet/`, and of its Fleet bundle. */
	readonly name: string;
	/** Purpose in one line. */
	readonly purpose: string;
	/** Namespace of its release, which Fleet creates. Add a new one to `packages/lab/src/namespaces.ts`. */
	readonly namespace: LabNamespace;
	/** Components that must be deployed first. Objects rather than names, so that the compiler catches a rename. */
	readonly needs?: readonly Component[];
	/** Capability that it requires. If the environment lacks it, the component is not rendered, and no other component waits for it. */
	readonly requires?: (env: Environment) => Support;
	readonly chart?: HelmChart;
	/** Values that differ from the chart's defaults, or that are `pinned(value, reason)`. */
	readonly values?: (env: Environment) => Readonly<Record<string, unknown>>;
	/** Values from declared Secrets in the release's namespace. */
	readonly valuesFrom?: readonly ValuesFrom[];
	/** Adds objects, with or without a chart. `lab` lists all components that run in the environment. */
	readonly objects?: (
		scope: Chart,
		env: Environment,
		lab: readonly Component[],
	) => void;
	readonly drift?: readonly DriftException[];
	/** Values that look like secrets, although everyone may know them. */
	readonly publicValues?: readonly PublicValue[];
	/** Whether it takes over objects that a vaclab-2 release of another name created. @default false */
	readonly adopt?: boolean;
	/** Whether its objects stay in the cluster when its bundle is removed. @default false */
	readonly keep?: boolean;
}

/** Type-checks a declaration and keeps its literal type. */
export const defineComponent = <C extends Component>(component: C): C =>
	component;

/** Whether an environment has the capability that a component requires. */
export const runsIn = (
	{ requires }: Pick<Component, "requires">,
	env: Environment,
): boolean => requires?.(env).available ?? true;

/** Path of the file that declares a component. */
export const sourceOf = ({ name }: Pick<Component, "name">): string =>
	`packages/components/src/${name}/component.ts`;
