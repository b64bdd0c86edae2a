import { App, Chart } from "cdk8s";
import { Construct } from "constructs";
import type { HelmOptions, ValuesFrom } from "./fleet-yaml.ts";

/** An upstream Helm chart, installed by Fleet itself. */
export interface HelmRelease
	extends Required<
		Pick<HelmOptions, "repo" | "chart" | "version" | "releaseName">
	> {
	readonly values?: Readonly<Record<string, unknown>>;
	/** Values that stand in a Secret or ConfigMap of the cluster. */
	readonly valuesFrom?: readonly ValuesFrom[];
	/** API groups whose CRDs the chart brings: bundles that need this one may use them. */
	readonly crdGroups?: readonly string[];
}

/** A difference between Git and the cluster that Fleet shall not call drift. */
export interface DriftException {
	readonly apiVersion: string;
	readonly kind: string;
	/** @default any name */
	readonly name?: string;
	/** @default any namespace */
	readonly namespace?: string;
	/** Paths that somebody else writes; one that is missing does no harm. */
	readonly jsonPointers: readonly string[];
	/** Who writes there, and why that is right. */
	readonly reason: string;
}

export interface BundleProps {
	/** Where the release lives, and its objects that name no namespace. Fleet creates it. */
	readonly namespace: string;
	/** The file that a person edits to change this bundle. */
	readonly source: string;
	/** Bundles that must be there before this one. */
	readonly needs?: readonly Bundle[];
	/** The folder below the tree. @default the name */
	readonly folder?: string;
	readonly labels?: Readonly<Record<string, string>>;
	readonly helm?: HelmRelease;
	readonly drift?: readonly DriftException[];
	/**
	 * Known to Fleet, but rolled out only on a cluster that carries these labels.
	 *
	 * @default rolled out wherever the GitRepo says
	 */
	readonly parkedUntil?: Readonly<Record<string, string>>;
	/** Take over objects of the same name that another release made. @default false */
	readonly adopt?: boolean;
	/** Leave the objects in the cluster when the bundle goes. @default false */
	readonly keep?: boolean;
}

/**
 * One folder below `fleet/`, which Fleet rolls out as one Helm release.
 *
 * Its objects are what is added to `objects`, what `helm` installs, or both.
 * Its name is an API: Fleet uninstalls the old one when it changes.
 */
export class Bundle extends Construct {
	readonly name: string;
	readonly props: BundleProps;
	/** The chart that raw objects are added to. */
	readonly objects: Chart;

	constructor(scope: Construct, name: string, props: BundleProps) {
		super(scope, name);
		this.name = name;
		this.props = props;
		// cdk8s walks the whole app for each chart that it renders: with an app per bundle, 3,000 of them take 3 s instead of 16.
		const alone = new Construct(new App(), name);
		this.objects = new Chart(alone, "objects", {
			disableResourceNameHashes: true,
		});
	}

	get folder(): string {
		return this.props.folder ?? this.name;
	}

	/** All bundles that must be there before this one, however far. */
	get allNeeds(): ReadonlySet<Bundle> {
		const found = new Set<Bundle>();
		const visit = (bundle: Bundle) => {
			for (const need of bundle.props.needs ?? []) {
				if (found.has(need)) continue;
				found.add(need);
				visit(need);
			}
		};
		visit(this);
		return found;
	}

	static isBundle(construct: unknown): construct is Bundle {
		return construct instanceof Bundle;
	}
}
