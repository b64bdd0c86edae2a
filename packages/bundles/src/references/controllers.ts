import { groupKindOf, type ReadObject } from "@lab/kubernetes";
import { isCertified } from "./by-kind.ts";
import { entriesOf, mapOf } from "./reference.ts";

/** An object that a controller creates, as far as references need it. */
type Made = ReadObject;

const secret = (name: unknown): Made[] =>
	typeof name === "string"
		? [{ apiVersion: "v1", kind: "Secret", metadata: { name } }]
		: [];

/**
 * Service, account and pods of a program that VictoriaMetrics' operator runs.
 *
 * @see https://github.com/VictoriaMetrics/operator/blob/master/api/operator/v1beta1/vmextra_types.go
 */
const programs =
	(...names: string[]) =>
	({ metadata, spec }: ReadObject): Made[] =>
		names.flatMap((program) => {
			const name = `${program}-${metadata.name}`;
			return [
				...[name, `${name}-additional-service`, ...furtherServices(spec)].map(
					(service) => ({
						apiVersion: "v1",
						kind: "Service",
						metadata: { name: service },
					}),
				),
				{ apiVersion: "v1", kind: "ServiceAccount", metadata: { name } },
				{
					apiVersion: "v1",
					kind: "Pod",
					metadata: {
						name,
						labels: {
							"app.kubernetes.io/name": program,
							"app.kubernetes.io/instance": metadata.name,
							"app.kubernetes.io/component": "monitoring",
							"managed-by": "vm-operator",
						},
					},
				},
			];
		});

const vm = "operator.victoriametrics.com";

/** Names that `serviceSpec` gives to further Services of a program. */
const furtherServices = (spec: unknown): string[] =>
	Object.entries(mapOf(spec)).flatMap(([key, value]) => {
		if (key !== "serviceSpec") return furtherServices(value);
		const { name } = mapOf(mapOf(value).metadata);
		return typeof name === "string" ? [name] : [];
	});

/** What controllers create from an object, by `Kind.group`. */
const byKind: Readonly<Record<string, (object: ReadObject) => Made[]>> = {
	[`VMCluster.${vm}`]: (object) => [
		...programs("vmselect", "vminsert", "vmstorage", "vmclusterlb")(object),
		// One account for all programs.
		...[object.metadata.name, `vmcluster-${object.metadata.name}`].map(
			(name) => ({
				apiVersion: "v1",
				kind: "ServiceAccount",
				metadata: { name },
			}),
		),
	],
	[`VLCluster.${vm}`]: programs("vlselect", "vlinsert", "vlstorage"),
	[`VTCluster.${vm}`]: programs("vtselect", "vtinsert", "vtstorage"),
	[`VLogs.${vm}`]: programs("vlogs"),
	...Object.fromEntries(
		[
			...["VMAgent", "VMAlert", "VMAlertmanager", "VMAnomaly", "VMAuth"],
			...["VMSingle", "VLAgent", "VLSingle", "VTSingle"],
		].map((kind) => [`${kind}.${vm}`, programs(kind.toLowerCase())]),
	),
	[`VMUser.${vm}`]: ({ metadata }) => secret(`vmuser-${metadata.name}`),
	"Certificate.cert-manager.io": ({ spec }) => secret(mapOf(spec).secretName),
	"Ingress.networking.k8s.io": ({ spec, metadata }) =>
		isCertified(metadata.annotations)
			? entriesOf(mapOf(spec).tls).flatMap(([, { secretName }]) =>
					secret(secretName),
				)
			: [],
	// Longhorn's manager creates the classes; the chart has the first one in a ConfigMap.
	ConfigMap: ({ metadata }) =>
		metadata.name === "longhorn-storageclass"
			? ["longhorn", "longhorn-static"].map((name) => ({
					apiVersion: "storage.k8s.io/v1",
					kind: "StorageClass",
					metadata: { name },
				}))
			: [],
	"StatefulSet.apps": ({ spec, metadata }) => {
		const { replicas = 1, volumeClaimTemplates } = mapOf(spec);
		return entriesOf(volumeClaimTemplates).flatMap(([, template]) =>
			Array.from({ length: Number(replicas) || 0 }, (_, ordinal) => ({
				apiVersion: "v1",
				kind: "PersistentVolumeClaim",
				metadata: {
					name: `${mapOf(template.metadata).name}-${metadata.name}-${ordinal}`,
				},
			})),
		);
	},
};

/** API groups of custom resources from which no controller creates anything that another object names, except above. */
const inert: ReadonlySet<string> = new Set([
	...["acme.cert-manager.io", "cert-manager.io", "cilium.io"],
	...["kyverno.io", "nfd.k8s-sigs.io", "policies.kyverno.io"],
	...["reports.kyverno.io", "traefik.io", "wgpolicyk8s.io", vm],
]);

/** What controllers create from an object, in its namespace. */
export const madeFrom = (object: ReadObject): Made[] =>
	byKind[groupKindOf(object)]?.(object) ?? [];

/** Whether a controller that we do not know may create objects from a custom resource. */
export const mayMakeMore = (group: string): boolean => !inert.has(group);
