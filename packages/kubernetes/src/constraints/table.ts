import { accessConstraints } from "./access.ts";
import { alertingConstraints } from "./alerting.ts";
import { certificateConstraints } from "./certificates.ts";
import {
	at,
	type Constraint,
	type Constraints,
	isSet,
	mapOf,
} from "./constraint.ts";
import { containerConstraints } from "./containers.ts";
import { durationConstraints } from "./durations.ts";
import { extensionConstraints } from "./extensions.ts";
import { limitConstraints } from "./limits.ts";
import { annotations, dnsLabel, fileNames, labelKey, labels } from "./names.ts";
import { networkConstraints } from "./network.ts";
import { placementConstraints } from "./placement.ts";
import { podConstraints } from "./pods.ts";
import { policyConstraints } from "./policies.ts";
import { claimResources } from "./resources.ts";
import { rolloutConstraints } from "./rollout.ts";
import { securityConstraints } from "./security.ts";
import { traefikConstraints } from "./traefik.ts";
import { volumeConstraints } from "./volumes.ts";
import { workloadConstraints } from "./workloads.ts";

/** Constraints of the API server beyond its schemas, by definition. */
const table = merged(
	podConstraints,
	containerConstraints,
	placementConstraints,
	volumeConstraints,
	workloadConstraints,
	rolloutConstraints,
	limitConstraints,
	networkConstraints,
	policyConstraints,
	accessConstraints,
	extensionConstraints,
	durationConstraints,
	alertingConstraints,
	certificateConstraints,
	securityConstraints,
	traefikConstraints,
	{
		"meta.v1.ObjectMeta": {
			fields: { namespace: dnsLabel, labels, annotations },
			whole: (metadata) =>
				["managedFields", "resourceVersion", "uid"]
					.filter((field) => isSet(metadata[field]))
					.map((field) =>
						at(
							[field],
							"is set, which only the API server may do",
							"remove it: the object was probably copied from a cluster",
						),
					),
		},
		"meta.v1.LabelSelector": { fields: { matchLabels: labels } },
		"core.v1.ConfigMap": { fields: { data: fileNames, binaryData: fileNames } },
		"core.v1.Secret": { fields: { data: fileNames, stringData: fileNames } },
		"core.v1.VolumeResourceRequirements": claimResources,
		"storage.v1.StorageClass": { fields: { provisioner: labelKey } },
		"rbac.v1.PolicyRule": {
			whole: ({ verbs, resources, apiGroups }) =>
				[
					{ field: "verbs", given: verbs, needed: true },
					{
						field: "apiGroups",
						given: apiGroups,
						needed: Array.isArray(resources) && resources.length > 0,
					},
				]
					.filter(
						({ given, needed }) =>
							needed && !(Array.isArray(given) && given.length > 0),
					)
					.map(({ field }) => ({
						code: "missing-field",
						at: [field],
						what: "is empty",
						help: `add an entry to ${field}`,
					})),
		},
		"core.v1.PersistentVolumeClaimSpec": {
			whole: ({ accessModes, resources }) => [
				...(Array.isArray(accessModes) && accessModes.length > 0
					? []
					: [
							{
								code: "missing-field",
								at: ["accessModes"],
								what: "is empty",
								help: "add ReadWriteOnce or another mode",
							} as const,
						]),
				...(mapOf(resources).requests === undefined
					? [
							{
								code: "missing-field",
								at: ["resources", "requests", "storage"],
								what: "is not set",
								help: "set a size such as 10Gi",
							} as const,
						]
					: []),
			],
		},
	},
);

/** Puts tables together; a definition may be in several of them. */
function merged(...tables: readonly Constraints[]): Constraints {
	const found: Record<string, Constraint> = {};
	for (const table of tables)
		for (const [definition, { fields, whole }] of Object.entries(table)) {
			const before = found[definition];
			found[definition] = {
				fields: { ...before?.fields, ...fields },
				whole: (object) => [
					...(before?.whole?.(object) ?? []),
					...(whole?.(object) ?? []),
				],
			};
		}
	return found;
}

export const constraintOf = (definition: string): Constraint | undefined =>
	table[definition];
