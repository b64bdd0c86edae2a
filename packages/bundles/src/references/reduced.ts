import { groupKindOf, type ReadObject } from "@lab/kubernetes";
import { entriesOf, type Json, mapOf } from "./reference.ts";

/**
 * Reduces the objects of a rendered chart to what other objects refer to, without
 * the ones of hooks, which exist only for moments.
 *
 * @param namespace namespace of the release
 */
export const reducedObjects = (
	objects: readonly ReadObject[],
	namespace: string,
): ReadObject[] =>
	objects
		.filter(({ metadata }) => !("helm.sh/hook" in mapOf(metadata.annotations)))
		.map((object) => ({
			apiVersion: object.apiVersion,
			kind: object.kind,
			metadata: {
				name: object.metadata.name,
				...(object.metadata.namespace !== undefined &&
					object.metadata.namespace !== namespace && {
						namespace: object.metadata.namespace,
					}),
				...only(routing, mapOf(object.metadata.annotations), "annotations"),
			},
			...byKind[groupKindOf(object)]?.(object),
		}));

/** Annotations that decide which requests an Ingress gets, and who creates its Secret. */
const routing =
	/^(traefik\.ingress\.kubernetes\.io\/router\.(entrypoints|priority)|cert-manager\.io\/(cluster-)?issuer|kubernetes\.io\/ingress\.class)$/;

const only = (keys: RegExp, from: Json, field: string): Json => {
	const kept = Object.entries(from).filter(([key]) => keys.test(key));
	return kept.length === 0 ? {} : { [field]: Object.fromEntries(kept) };
};

/** Names of the keys, without what they hold. */
const keysOf = (value: unknown): Json =>
	Object.fromEntries(Object.keys(mapOf(value)).map((key) => [key, ""]));

const dataOf = (object: ReadObject): Json => ({
	data: {
		...keysOf(object.data),
		...keysOf(object.stringData),
		...keysOf(object.binaryData),
	},
});

/** The template of a workload, without all but the labels and ports of its pods. */
const templateOf = (template: unknown): Json => {
	const { metadata, spec } = mapOf(template);
	const ports = entriesOf(mapOf(spec).containers).flatMap(([, container]) =>
		entriesOf(container.ports).flatMap(([, { name }]) =>
			name === undefined ? [] : [{ name }],
		),
	);
	return {
		metadata: { labels: mapOf(mapOf(metadata).labels) },
		...(ports.length > 0 && { spec: { containers: [{ ports }] } }),
	};
};

const workload = ({ spec }: ReadObject): Json => ({
	spec: { template: templateOf(mapOf(spec).template) },
});

/** Fields that are kept, by `Kind.group`. */
const byKind: Readonly<Record<string, (object: ReadObject) => Json>> = {
	ConfigMap: dataOf,
	Secret: dataOf,
	Service: ({ spec }) => {
		const { ports, clusterIP } = mapOf(spec);
		return {
			spec: {
				...(clusterIP === "None" && { clusterIP }),
				ports: entriesOf(ports).map(([, { name, port }]) => ({
					...(name !== undefined && { name }),
					port,
				})),
			},
		};
	},
	"DaemonSet.apps": workload,
	"Deployment.apps": workload,
	"Job.batch": workload,
	"StatefulSet.apps": (object) => {
		const { replicas, volumeClaimTemplates } = mapOf(object.spec);
		const claims = entriesOf(volumeClaimTemplates).map(([, { metadata }]) => ({
			metadata: { name: mapOf(metadata).name },
		}));
		return {
			spec: {
				...mapOf(workload(object).spec),
				...(claims.length > 0 && { replicas, volumeClaimTemplates: claims }),
			},
		};
	},
	"CronJob.batch": ({ spec }) => ({
		spec: {
			jobTemplate: {
				spec: {
					template: templateOf(
						mapOf(mapOf(mapOf(spec).jobTemplate).spec).template,
					),
				},
			},
		},
	}),
	"Certificate.cert-manager.io": ({ spec }) => ({
		spec: { secretName: mapOf(spec).secretName },
	}),
	"CustomResourceDefinition.apiextensions.k8s.io": ({ spec }) => {
		const { group, scope, names } = mapOf(spec);
		return { spec: { group, scope, names: { kind: mapOf(names).kind } } };
	},
	"Ingress.networking.k8s.io": ({ spec }) => {
		const { ingressClassName, rules, tls } = mapOf(spec);
		return {
			spec: {
				...(ingressClassName !== undefined && { ingressClassName }),
				...(tls !== undefined && { tls }),
				rules: entriesOf(rules).map(([, { host, http }]) => ({
					...(host !== undefined && { host }),
					http: {
						paths: entriesOf(mapOf(http).paths).map(
							([, { path, pathType }]) => ({ path, pathType }),
						),
					},
				})),
			},
		};
	},
	"IngressRoute.traefik.io": ({ spec }) => {
		const { entryPoints, routes } = mapOf(spec);
		return {
			spec: {
				...(entryPoints !== undefined && { entryPoints }),
				routes: entriesOf(routes).map(([, { match, priority }]) => ({
					match,
					...(priority !== undefined && { priority }),
				})),
			},
		};
	},
};
