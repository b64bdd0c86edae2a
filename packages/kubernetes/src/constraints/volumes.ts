import {
	at,
	between,
	type Constraints,
	exactlyOne,
	isSet,
	listOf,
	mapOf,
} from "./constraint.ts";

/** Permissions of files: JSON has no octal numbers, so that 644 means 01204. */
const mode = between(0, 0o777);

const insideHost = {
	value: (value: unknown) =>
		typeof value === "string" && value.split("/").includes("..")
			? {
					code: "invalid-value" as const,
					what: `is ${JSON.stringify(value)}, which contains ..`,
					help: "write the path without ..",
				}
			: undefined,
};

/** Fields of a PersistentVolume that are not the place of its data. */
const settings = [
	...["accessModes", "capacity", "claimRef", "mountOptions", "nodeAffinity"],
	...["persistentVolumeReclaimPolicy", "storageClassName", "volumeMode"],
	"volumeAttributesClassName",
];

/** Checks of volumes and their files. */
export const volumeConstraints: Constraints = {
	"core.v1.ConfigMapVolumeSource": { fields: { defaultMode: mode } },
	"core.v1.SecretVolumeSource": { fields: { defaultMode: mode } },
	"core.v1.ProjectedVolumeSource": { fields: { defaultMode: mode } },
	"core.v1.DownwardAPIVolumeSource": { fields: { defaultMode: mode } },
	"core.v1.KeyToPath": { fields: { mode } },
	"core.v1.HostPathVolumeSource": { fields: { path: insideHost } },
	"core.v1.ConfigMap": {
		whole: ({ data, binaryData }) =>
			Object.keys(mapOf(binaryData))
				.filter((key) => Object.hasOwn(mapOf(data), key))
				.map((key) =>
					at(
						["binaryData", key],
						"is in data too",
						"remove one of them",
						"duplicate-entry",
					),
				),
	},
	"core.v1.PersistentVolumeSpec": {
		whole: (spec) => {
			const sources = Object.keys(spec).filter(
				(key) => !settings.includes(key),
			);
			const { required } = mapOf(spec.nodeAffinity);
			return [
				...(sources.length === 0
					? exactlyOne("csi", "hostPath", "local", "nfs")(spec)
					: exactlyOne(...sources)(spec)),
				...(isSet(spec.local) &&
				listOf(mapOf(required).nodeSelectorTerms).length === 0
					? [
							at(
								["nodeAffinity", "required"],
								"is not set, although the volume is on the disk of a node",
								"select that node",
								"missing-field",
							),
						]
					: []),
			];
		},
	},
};
