import { contentHash, fromYaml, fromYamlStream } from "@lab/core";
import type { Plan } from "@lab/record";
import type { RunFolder } from "../../run-folder.ts";

export const RUN_LABEL = "lab.vac.dev/run";
/** With this label and this annotation, the lab's clean-up takes what nobody ended. */
export const EXPERIMENT_LABEL = "lab.vac.dev/experiment";
export const EXPIRES = "lab.vac.dev/expires";
/** On a namespace: the label that let its parked bundle come. */
export const PARKED_KEY = "lab.vac.dev/parked-key";
/** A key of labels or annotations as JSONPath names it. */
export const escaped = (key: string): string => key.replaceAll(".", "\\.");
export const FLEET_NAMESPACE = "fleet-local";
/** Where leases are, and the runners that run inside. */
export const RUNS_NAMESPACE = "lab-runs";

export const runsNamespace = {
	apiVersion: "v1",
	kind: "Namespace",
	metadata: { name: RUNS_NAMESPACE },
};

/** What a lease outlives its run by, and the objects the lease: a runner always ends first. */
const MARGIN_MS = 300_000;

export const leaseEnd = (until: bigint): Date =>
	new Date(Number(until / 1_000_000n) + MARGIN_MS);

/** As Kyverno's clean-up reads it. */
export const expiryOf = (until: bigint): string =>
	`${new Date(Number(until / 1_000_000n) + 2 * MARGIN_MS).toISOString().slice(0, 19)}Z`;

/** Short enough for a label, and the same for each runner of a run. */
export const runKey = (folder: RunFolder): string =>
	contentHash(folder.id).slice(0, 12);

export const bundleName = (folder: RunFolder): string =>
	`run-${runKey(folder)}`;

/** Files of a bundle that are objects, without what tells Fleet how to take them. */
export const objectFiles = (plan: Plan): [string, string][] =>
	Object.entries(plan.cluster?.files ?? {}).filter(
		([path]) => path !== "fleet.yaml",
	);

/** Keys of fleet.yaml that are not part of a Bundle's spec. */
const notOfSpec = [
	"name",
	"labels",
	"targetCustomizations",
	"targetCustomizationMode",
	"overrideTargets",
	"imageScans",
	"paused",
];

/**
 * The Bundle of a run, made from the files that would be in Git.
 *
 * @param paused Fleet rolls nothing out yet
 */
export function bundleOf(
	plan: Plan,
	folder: RunFolder,
	until: bigint,
	paused: boolean,
): object {
	const text = plan.cluster?.files["fleet.yaml"];
	const options =
		text === undefined ? {} : (fromYaml(text, "fleet.yaml") as object);
	return {
		apiVersion: "fleet.cattle.io/v1alpha1",
		kind: "Bundle",
		metadata: {
			name: bundleName(folder),
			namespace: FLEET_NAMESPACE,
			...marksOf(plan, folder, until),
		},
		spec: {
			paused,
			defaultNamespace: plan.namespace,
			...Object.fromEntries(
				Object.entries(options).filter(([key]) => !notOfSpec.includes(key)),
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
export const objectsOf = (plan: Plan): object[] =>
	objectFiles(plan)
		.filter(([path]) => /\.ya?ml$/.test(path))
		.flatMap(([path, text]) => fromYamlStream(text, path) as object[]);

/** What says whose an object is, and when it may go. */
export const marksOf = (plan: Plan, folder: RunFolder, until: bigint) => ({
	labels: {
		[RUN_LABEL]: runKey(folder),
		[EXPERIMENT_LABEL]: plan.experiment,
	},
	annotations: { [RUN_LABEL]: folder.id, [EXPIRES]: expiryOf(until) },
});

/**
 * The namespace of a run: ours by its label, so that no other is ever deleted.
 *
 * @param parked key of the label that lets its bundle come, if one does
 */
export function namespaceOf(
	plan: Plan,
	folder: RunFolder,
	until: bigint,
	parked: string | undefined,
): object {
	const { labels, annotations } = marksOf(plan, folder, until);
	return {
		apiVersion: "v1",
		kind: "Namespace",
		metadata: {
			name: plan.namespace,
			labels,
			annotations: {
				...annotations,
				...(parked === undefined ? {} : { [PARKED_KEY]: parked }),
			},
		},
	};
}
