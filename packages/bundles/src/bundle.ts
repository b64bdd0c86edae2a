import type { ReadObject, UpgradePath } from "@lab/kubernetes";
import { App, Chart } from "cdk8s";
import { Construct } from "constructs";
import type { HelmOptions, ValuesFrom } from "./fleet-yaml.ts";

/** An upstream Helm chart that Fleet installs. */
export interface HelmRelease
	extends Required<
		Pick<HelmOptions, "repo" | "chart" | "version" | "releaseName">
	> {
	readonly values?: Readonly<Record<string, unknown>>;
	/** Values from a Secret or ConfigMap in the cluster. */
	readonly valuesFrom?: readonly ValuesFrom[];
	/** API groups of the chart's CRDs, which dependent bundles may use. */
	readonly crdGroups?: readonly string[];
	/** API groups whose CRDs are in the chart's `crds/`, which Helm installs and never upgrades. */
	readonly crdsInstalledOnce?: readonly string[];
	/** Paths of values that become the spec of a custom resource, with its kind. */
	readonly specs?: Readonly<Record<string, string>>;
	/** Values that become volumes. */
	readonly volumes?: readonly ValueVolume[];
	/** How far its program can be upgraded in one step. @default any distance */
	readonly upgrades?: UpgradePath;
	/** What the chart creates. @default unknown */
	readonly creates?: ChartObjects;
}

/** A map among a chart's values that describes a volume. */
export interface ValueVolume {
	/** `vlstorage.persistentVolume`. */
	readonly path: string;
	readonly becomes: "claim" | "claim-template";
	/** The chart's defaults of the map. */
	readonly defaults?: unknown;
}

/** Objects of a release, as recorded when its chart was rendered. */
export interface ChartObjects {
	/** Objects, reduced to what others may refer to. */
	readonly objects: readonly ReadObject[];
	/** Whether they were recorded with the values that decide which objects the chart creates; otherwise the chart may create others too. */
	readonly exact: boolean;
	/** Size of the Secret in which Helm records the release. @default unknown */
	readonly bytes?: number;
}

/** A difference between Git and the cluster that Fleet must not report as drift. */
export interface DriftException {
	readonly apiVersion: string;
	readonly kind: string;
	/** @default any name */
	readonly name?: string;
	/** @default any namespace */
	readonly namespace?: string;
	/** Paths that another writer sets; they may be missing. */
	readonly jsonPointers: readonly string[];
	/** Which writer sets them, and why. */
	readonly reason: string;
}

/** A value that looks like a secret, although everyone may know it. */
export interface PublicValue {
	readonly value: string | RegExp;
	/** Why everyone may know it. */
	readonly reason: string;
}

export interface BundleProps {
	/** Namespace of the release, and of objects that do not set one. Fleet creates it. */
	readonly namespace: string;
	/** Path of the source file that declares this bundle. */
	readonly source: string;
	/** Bundles that must be deployed before this one. */
	readonly needs?: readonly Bundle[];
	/** Folder in the tree. @default the name */
	readonly folder?: string;
	readonly labels?: Readonly<Record<string, string>>;
	readonly helm?: HelmRelease;
	readonly drift?: readonly DriftException[];
	/**
	 * Labels that a cluster must have for Fleet to roll the bundle out to it.
	 *
	 * @default rolled out to all targets of the GitRepo
	 */
	readonly parkedUntil?: Readonly<Record<string, string>>;
	/** Values that look like secrets, although everyone may know them. */
	readonly publicValues?: readonly PublicValue[];
	/** Whether to take over objects of the same name that another release created. @default false */
	readonly adopt?: boolean;
	/** Whether objects stay in the cluster when the bundle is removed. @default false */
	readonly keep?: boolean;
}

/**
 * A folder in `fleet/`, which Fleet rolls out as one Helm release.
 *
 * It consists of the objects added to `objects`, of the chart in `helm`, or of
 * both. Its name is an API: if it changes, Fleet uninstalls the old bundle.
 */
export class Bundle extends Construct {
	readonly name: string;
	readonly props: BundleProps;
	/** cdk8s chart that objects are added to. */
	readonly objects: Chart;

	constructor(scope: Construct, name: string, props: BundleProps) {
		super(scope, name);
		this.name = name;
		this.props = props;
		// cdk8s walks the whole app for each chart that it renders: with a separate app per bundle, 3,000 bundles take 3 s instead of 16 s.
		const root = new Construct(new App(), name);
		this.objects = new Chart(root, "objects", {
			disableResourceNameHashes: true,
		});
	}

	get folder(): string {
		return this.props.folder ?? this.name;
	}

	/** Direct and indirect dependencies. */
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
