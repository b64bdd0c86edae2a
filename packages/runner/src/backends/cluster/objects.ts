import { contentHash, fromYaml, fromYamlStream } from "@lab/core";
import type { ReadObject, WrittenObject } from "@lab/kubernetes";
import { labels, type Plan, RUNS_NAMESPACE } from "@lab/record";
import type { RunFolder } from "../../run-folder.ts";

/** Key of a label or annotation, escaped for JSONPath. */
export const escaped = (key: string): string => key.replaceAll(".", "\\.");
export const FLEET_NAMESPACE = "fleet-local";

export const runsNamespace: WrittenObject = {
	apiVersion: "v1",
	kind: "Namespace",
	metadata: { name: RUNS_NAMESPACE },
};

/** Time from the end of a run to the end of its lease, and from there to the expiry of its objects. */
const MARGIN_MS = 300_000;

export const leaseEnd = (until: bigint): Date =>
	new Date(Number(until / 1_000_000n) + MARGIN_MS);

/** When the objects of a run expire, in the format of Kyverno's clean-up policy. */
export const expiryOf = (until: bigint): string =>
	`${new Date(Number(until / 1_000_000n) + 2 * MARGIN_MS).toISOString().slice(0, 19)}Z`;

/** Hash of a run's id, short enough for a label. */
export const runKey = (folder: RunFolder): string =>
	contentHash(folder.id).slice(0, 12);

export const bundleName = (folder: RunFolder): string =>
	`run-${runKey(folder)}`;

/** Files of a bundle except Fleet's own configuration: path and content. */
export const objectFiles = (plan: Plan): [string, string][] =>
	Object.entries(plan.cluster?.files ?? {}).filter(
		([path]) => path !== "fleet.yaml",
	);

/** Keys of fleet.yaml that are not fields of a Bundle's spec. */
const notInSpec = [
	"name",
	"labels",
	"targetCustomizations",
	"targetCustomizationMode",
	"overrideTargets",
	"imageScans",
	"paused",
];

/**
 * The Bundle of a run, with the same files as in Git.
 *
 * @param paused whether Fleet does not deploy it yet
 */
export function bundleOf(
	plan: Plan,
	folder: RunFolder,
	until: bigint,
	paused: boolean,
): WrittenObject {
	const text = plan.cluster?.files["fleet.yaml"];
	const options =
		text === undefined ? {} : (fromYaml(text, "fleet.yaml") as object);
	return {
		apiVersion: "fleet.cattle.io/v1alpha1",
		kind: "Bundle",
		metadata: {
			name: bundleName(folder),
			namespace: FLEET_NAMESPACE,
			...metadataOf(plan, folder, until),
		},
		spec: {
			paused,
			defaultNamespace: plan.namespace,
			...Object.fromEntries(
				Object.entries(options).filter(([key]) => !notInSpec.includes(key)),
			),
			resources: objectFiles(plan).map(([name, content]) => ({
				name,
				content,
			})),
			targets: [{ clusterSelector: {} }],
		},
	};
}

/** All objects of a plan, for a cluster without Fleet. */
export const objectsOf = (plan: Plan): ReadObject[] =>
	objectFiles(plan)
		.filter(([path]) => /\.ya?ml$/.test(path))
		.flatMap(([path, text]) => fromYamlStream(text, path) as ReadObject[]);

/** Labels and annotations that identify the run of an object and its expiry. */
export const metadataOf = (plan: Plan, folder: RunFolder, until: bigint) => ({
	labels: {
		[labels.run]: runKey(folder),
		[labels.experiment]: plan.experiment,
	},
	annotations: { [labels.run]: folder.id, [labels.expires]: expiryOf(until) },
});

/**
 * The namespace of a run. Its label identifies the run, so that no other namespace
 * is ever deleted.
 *
 * @param parked key of the cluster label that deploys its parked bundle, if it uses one
 */
export function namespaceOf(
	plan: Plan,
	folder: RunFolder,
	until: bigint,
	parked: string | undefined,
): WrittenObject {
	const marks = metadataOf(plan, folder, until);
	return {
		apiVersion: "v1",
		kind: "Namespace",
		metadata: {
			name: plan.namespace,
			labels: marks.labels,
			annotations: {
				...marks.annotations,
				...(parked === undefined ? {} : { [labels.parkedKey]: parked }),
			},
		},
	};
}
