import type { ReadObject } from "@lab/kubernetes";
import { byTraefikKind } from "./by-traefik-kind.ts";
import {
	entriesOf,
	isMap,
	type Json,
	mapOf,
	type Reference,
	refer,
} from "./reference.ts";
import { isTarget } from "./targets.ts";

export type ReadKind = (object: ReadObject) => Reference[];

/** `{name, port}` of a Service in the backend of an Ingress. */
const backend = (value: unknown, at: Reference["at"]): Reference[] => {
	const { name, port } = mapOf(mapOf(value).service);
	const { number, name: portName } = mapOf(port);
	return refer("Service", name, [...at, "service"], {
		port: portName ?? number,
	});
};

const ingress: ReadKind = ({ spec, metadata }) => {
	const { defaultBackend, rules, tls } = mapOf(spec);
	return [
		...backend(defaultBackend, ["spec", "defaultBackend"]),
		...entriesOf(rules).flatMap(([rule, { http }]) =>
			entriesOf(mapOf(http).paths).flatMap(([path, entry]) =>
				backend(entry.backend, [
					...["spec", "rules", rule],
					...["http", "paths", path, "backend"],
				]),
			),
		),
		...(isCertified(metadata.annotations)
			? []
			: entriesOf(tls).flatMap(([index, { secretName }]) =>
					refer("Secret", secretName, ["spec", "tls", index, "secretName"]),
				)),
	];
};

/** Whether cert-manager creates the Secrets of an Ingress. */
export const isCertified = (annotations: unknown): boolean =>
	Object.keys(mapOf(annotations)).some((key) =>
		["cert-manager.io/issuer", "cert-manager.io/cluster-issuer"].includes(key),
	);

const binding: ReadKind = ({ roleRef, subjects }) => {
	const { kind, name } = mapOf(roleRef);
	return [
		...(isTarget(kind) ? refer(kind, name, ["roleRef"]) : []),
		...entriesOf(subjects)
			.filter(([, subject]) => subject.kind === "ServiceAccount")
			.flatMap(([index, subject]) =>
				refer("ServiceAccount", subject.name, ["subjects", index], subject),
			),
	];
};

const webhooks: ReadKind = (object) =>
	entriesOf(object.webhooks).flatMap(([index, { clientConfig }]) =>
		service(mapOf(clientConfig).service, [
			...["webhooks", index],
			...["clientConfig", "service"],
		]),
	);

/** `{namespace, name, port}` of a Service that the API server calls. */
const service = (value: unknown, at: Reference["at"]): Reference[] =>
	isMap(value) ? refer("Service", value.name, at, { port: 443, ...value }) : [];

const specOf = (object: ReadObject): Json => mapOf(object.spec);

/** References that only one kind of object has, by `Kind.group`, or by `Kind` for core. */
export const byKind: Readonly<Record<string, ReadKind>> = {
	...byTraefikKind,
	"Ingress.networking.k8s.io": ingress,
	"RoleBinding.rbac.authorization.k8s.io": binding,
	"ClusterRoleBinding.rbac.authorization.k8s.io": binding,
	"StatefulSet.apps": (object) =>
		refer("Service", specOf(object).serviceName, ["spec", "serviceName"]),
	PersistentVolumeClaim: (object) =>
		refer("PersistentVolume", specOf(object).volumeName, [
			...["spec", "volumeName"],
		]),
	// The Service is only a label, without which nobody uses the addresses.
	"EndpointSlice.discovery.k8s.io": ({ metadata }) => {
		const label = "kubernetes.io/service-name";
		return refer("Service", mapOf(metadata.labels)[label], [
			...["metadata", "labels", label],
		]);
	},
	"HorizontalPodAutoscaler.autoscaling": (object) => {
		const { kind, name } = mapOf(specOf(object).scaleTargetRef);
		return isTarget(kind) ? refer(kind, name, ["spec", "scaleTargetRef"]) : [];
	},
	"MutatingWebhookConfiguration.admissionregistration.k8s.io": webhooks,
	"ValidatingWebhookConfiguration.admissionregistration.k8s.io": webhooks,
	"APIService.apiregistration.k8s.io": (object) =>
		service(specOf(object).service, ["spec", "service"]),
	"CustomResourceDefinition.apiextensions.k8s.io": (object) => {
		const { webhook } = mapOf(specOf(object).conversion);
		return service(mapOf(mapOf(webhook).clientConfig).service, [
			...["spec", "conversion", "webhook", "clientConfig", "service"],
		]);
	},
};
