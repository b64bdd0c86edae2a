import { contentHash, fromYaml, fromYamlStream } from "@lab/core";
import type { Plan, StepOf } from "@lab/record";
import type { RunFolder } from "../../run-folder.ts";

export const RUN_LABEL = "lab.vac.dev/run";
export const FLEET_NAMESPACE = "fleet-local";

/** Short enough for a label, and the same for each runner of a run. */
export const runKey = (folder: RunFolder): string =>
	contentHash(folder.id).slice(0, 12);

export const bundleName = (folder: RunFolder): string =>
	`run-${runKey(folder)}`;

/** Files of a bundle that are objects, without what tells Fleet how to take them. */
const objectFiles = (plan: Plan): [string, string][] =>
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

/** The Bundle of a run, made from the files that would be in Git. */
export function bundleOf(plan: Plan, folder: RunFolder): object {
	const text = plan.cluster?.files["fleet.yaml"];
	const options =
		text === undefined ? {} : (fromYaml(text, "fleet.yaml") as object);
	return {
		apiVersion: "fleet.cattle.io/v1alpha1",
		kind: "Bundle",
		metadata: {
			name: bundleName(folder),
			namespace: FLEET_NAMESPACE,
			labels: { [RUN_LABEL]: runKey(folder) },
			annotations: { [RUN_LABEL]: folder.id },
		},
		spec: {
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

/** The namespace of a run: ours by its label, so that no other is ever deleted. */
export const namespaceOf = (plan: Plan, folder: RunFolder): object => ({
	apiVersion: "v1",
	kind: "Namespace",
	metadata: {
		name: plan.namespace,
		labels: { [RUN_LABEL]: runKey(folder) },
		annotations: { [RUN_LABEL]: folder.id },
	},
});

export const sideLabel = (step: StepOf<"partition">): string =>
	`lab.vac.dev/side-${step.name}`;

/** What keeps the sides of a partition from opening connections to each other. */
export const partitionPolicies = (
	plan: Plan,
	step: StepOf<"partition">,
): object[] =>
	step.sides.map((_, index) => {
		const others = {
			podSelector: {
				matchExpressions: [
					{
						key: sideLabel(step),
						operator: "NotIn",
						values: step.sides.flatMap((__, other) =>
							other === index ? [] : [String(other)],
						),
					},
				],
			},
		};
		const elsewhere = {
			namespaceSelector: {
				matchExpressions: [
					{
						key: "kubernetes.io/metadata.name",
						operator: "NotIn",
						values: [plan.namespace],
					},
				],
			},
		};
		return {
			apiVersion: "networking.k8s.io/v1",
			kind: "NetworkPolicy",
			metadata: {
				name: `${step.name}-${index}`,
				namespace: plan.namespace,
			},
			spec: {
				podSelector: { matchLabels: { [sideLabel(step)]: String(index) } },
				policyTypes: ["Ingress", "Egress"],
				ingress: [{ from: [others, elsewhere] }],
				egress: [{ to: [others, elsewhere] }],
			},
		};
	});
