import {
	entriesOf,
	isMap,
	isName,
	type Json,
	mapOf,
	type Reference,
	refer,
} from "./reference.ts";
import { isTarget, type TargetName } from "./targets.ts";

/**
 * Reads the references in the value of one key.
 *
 * @param holder the map that has the key
 * @param above the key of that map, or of the list that it is in
 */
type ReadKey = (
	value: unknown,
	at: Reference["at"],
	holder: Json,
	above: string,
) => Reference[];

const named =
	(to: TargetName): ReadKey =>
	(value, at) =>
		// A dash disables the class in many charts, like the empty string.
		value === "-" ? [] : refer(to, value, at);

/** `{name, key, optional}`. */
const selected =
	(to: TargetName): ReadKey =>
	(value, at) => {
		const { name, key, namespace, optional } = mapOf(value);
		return optional === true ? [] : refer(to, name, at, { key, namespace });
	};

/** A list of names, or of maps with a name. */
const listed =
	(to: TargetName): ReadKey =>
	(value, at) =>
		(Array.isArray(value) ? value : []).flatMap((entry, index) =>
			refer(to, isMap(entry) ? entry.name : entry, [...at, index]),
		);

/** Source of a volume, or of a projected one; other maps of this name define a ConfigMap. */
const volumeSource: ReadKey = (value, at, holder, above) => {
	if (!isName(holder.name) && above !== "sources") return [];
	const { name, optional, items } = mapOf(value);
	if (optional === true) return [];
	return [
		...refer("ConfigMap", name, at),
		...entriesOf(items).flatMap(([index, { key }]) =>
			refer("ConfigMap", name, [...at, "items", index], { key }),
		),
	];
};

/**
 * Single files of ConfigMaps that containers mount: without the key, the kubelet
 * creates an empty folder of that name.
 */
const mountedFiles: ReadKey = (value, at, holder) => {
	const volumes = new Map(
		entriesOf(holder.volumes).map(([, volume]) => [
			volume.name,
			mapOf(volume.configMap),
		]),
	);
	return entriesOf(value).flatMap(([index, container]) =>
		entriesOf(container.volumeMounts).flatMap(([mount, { name, subPath }]) => {
			const { name: configMap, items, optional } = volumes.get(name) ?? {};
			// `items` may give a key another path.
			return items !== undefined || optional === true
				? []
				: refer(
						"ConfigMap",
						isName(subPath) ? configMap : undefined,
						[...at, index, "volumeMounts", mount, "subPath"],
						{ key: String(subPath).split("/")[0] },
					);
		}),
	);
};

/** A list of names; entries that are maps define something. */
const listedByName =
	(to: TargetName): ReadKey =>
	(value, at) =>
		(Array.isArray(value) ? value : []).flatMap((entry, index) =>
			refer(to, entry, [...at, index]),
		);

/** A name, or `{create: false, name}` in the values of a chart, which then does not create the account. */
const account: ReadKey = (value, at) => {
	const { create, name } = mapOf(value);
	return refer("ServiceAccount", create === false ? name : value, at);
};

const issuer: ReadKey = (value, at) => {
	const { name, kind = "Issuer", group = "cert-manager.io" } = mapOf(value);
	return group === "cert-manager.io" && isTarget(kind)
		? refer(kind, name, at)
		: [];
};

/** `namespace-name@kubernetescrd`, Traefik's name for an object; others come from its own configuration. */
const inTraefik =
	(to: TargetName): ReadKey =>
	(value, at) =>
		(typeof value === "string" ? value.split(",") : [])
			.map((entry) => entry.trim())
			.filter((entry) => entry.endsWith("@kubernetescrd"))
			.flatMap((entry) =>
				refer(to, entry.replace(/@kubernetescrd$/, ""), at, {
					namespace: QUALIFIED,
				}),
			);

/** Namespace of a reference whose name includes it: `default-redirect-https`. */
export const QUALIFIED = "*";

/** References that have the same key in every kind of object, and in the values of charts. */
export const byKey: Readonly<Record<string, ReadKey>> = {
	storageClassName: named("StorageClass"),
	storageClass: named("StorageClass"),
	defaultStorageClass: named("StorageClass"),
	ingressClassName: named("IngressClass"),
	className: (value, at, holder, above) =>
		/ingress$/i.test(above)
			? named("IngressClass")(value, at, holder, above)
			: [],
	"kubernetes.io/ingress.class": named("IngressClass"),
	priorityClassName: named("PriorityClass"),
	runtimeClassName: named("RuntimeClass"),
	serviceAccountName: named("ServiceAccount"),
	serviceAccount: account,
	claimName: named("PersistentVolumeClaim"),
	existingClaim: named("PersistentVolumeClaim"),
	existingConfigMap: named("ConfigMap"),
	existingConfigmap: named("ConfigMap"),
	configMaps: listedByName("ConfigMap"),
	configMapRef: selected("ConfigMap"),
	configMapKeyRef: selected("ConfigMap"),
	configMap: volumeSource,
	containers: mountedFiles,
	initContainers: mountedFiles,
	imagePullSecrets: listed("Secret"),
	issuerRef: issuer,
	"cert-manager.io/issuer": named("Issuer"),
	"cert-manager.io/cluster-issuer": named("ClusterIssuer"),
	"traefik.ingress.kubernetes.io/router.middlewares": inTraefik("Middleware"),
	"traefik.ingress.kubernetes.io/router.tls.options": inTraefik("TLSOption"),
	"traefik.ingress.kubernetes.io/service.serverstransport":
		inTraefik("ServersTransport"),
};
