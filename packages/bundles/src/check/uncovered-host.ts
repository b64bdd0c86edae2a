import { type Finding, fault } from "@lab/core";
import {
	groupKindOf,
	namespaceOf,
	type ReadObject,
	titleOf,
} from "@lab/kubernetes";
import { isCertified } from "../references/by-kind.ts";
import { entriesOf, isName, mapOf } from "../references/reference.ts";
import { matchesIn } from "../syntax/traefik-rule.ts";
import { eachObject } from "./_objects.ts";
import { placeOf } from "./_places.ts";
import type { Rule } from "./rule.ts";

const code = "uncovered-host";

/** Hosts by the Secret with their certificate; the name of a Certificate's Secret is `namespace/name`. */
type Certificates = ReadonlyMap<string, readonly string[]>;

/** A host with a certificate, and where it is named. */
interface Host {
	readonly host: string;
	readonly at: string;
}

/** Every host that is served with TLS is in a certificate: browsers reject the proxy's own one. */
export const uncoveredHost: Rule = {
	code,
	check: (bundles) => {
		const certificates = new Map(
			eachObject(bundles, (object, entry) => {
				if (groupKindOf(object) !== "Certificate.cert-manager.io") return [];
				const { secretName, dnsNames, commonName } = mapOf(object.spec);
				const namespace = namespaceOf(object, entry.namespace);
				return [
					[
						`${namespace}/${secretName}`,
						[...namesIn(dnsNames), ...namesIn([commonName])],
					] as const,
				];
			}),
		);
		return eachObject(bundles, (object, entry) => {
			const namespace = namespaceOf(object, entry.namespace) ?? "";
			const { hosts, covers, missing } = served(
				object,
				namespace,
				certificates,
			);
			return [
				...(missing
					? [withoutTls(object, placeOf(entry, object, "spec.tls"))]
					: []),
				...hosts
					.filter(
						({ host }) => covers && !covers.some((one) => isIn(host, one)),
					)
					.map(({ host, at }) =>
						fault({
							code,
							what: `${titleOf(object)} serves ${host} with TLS, but its certificate is for ${covers?.join(", ")}`,
							where: placeOf(entry, object, at),
							help: `add ${host} to the hosts of the certificate, or correct it`,
						}),
					),
			];
		});
	},
};

const withoutTls = (object: ReadObject, where: string): Finding =>
	fault({
		code,
		what: `${titleOf(object)} asks cert-manager for a certificate, but has no tls with hosts and a secretName`,
		where,
		help: "add tls: [{ hosts, secretName }]; cert-manager does nothing without it",
	});

interface Served {
	readonly hosts: readonly Host[];
	/** Hosts in its certificates; undefined if they are unknown, or if there is no TLS. */
	readonly covers?: readonly string[] | undefined;
	/** Whether a certificate is wanted, but not described. */
	readonly missing?: boolean;
}

function served(
	object: ReadObject,
	namespace: string,
	certificates: Certificates,
): Served {
	const { rules, tls, routes } = mapOf(object.spec);
	switch (groupKindOf(object)) {
		case "Ingress.networking.k8s.io": {
			const certified = isCertified(object.metadata.annotations);
			const blocks = entriesOf(tls).map(([, block]) => block);
			const covers = blocks.map(({ hosts, secretName }) =>
				certified
					? namesIn(hosts)
					: (certificates.get(`${namespace}/${secretName}`) ??
						(namesIn(hosts).length > 0 ? namesIn(hosts) : undefined)),
			);
			return {
				hosts: entriesOf(rules).flatMap(([index, { host }]) =>
					isName(host) ? [{ host, at: `spec.rules[${index}].host` }] : [],
				),
				covers:
					blocks.length === 0 || covers.includes(undefined)
						? undefined
						: covers.flatMap((hosts) => hosts ?? []),
				missing:
					certified &&
					!blocks.some(
						({ hosts, secretName }) =>
							namesIn(hosts).length > 0 && isName(secretName),
					),
			};
		}
		case "IngressRoute.traefik.io":
			return {
				hosts: entriesOf(routes).flatMap(([index, { match }]) =>
					hostsOf(match).map((host) => ({
						host,
						at: `spec.routes[${index}].match`,
					})),
				),
				covers: certificates.get(`${namespace}/${mapOf(tls).secretName}`),
			};
		default:
			return { hosts: [] };
	}
}

const namesIn = (value: unknown): string[] =>
	(Array.isArray(value) ? value : []).filter(isName);

function hostsOf(match: unknown): string[] {
	const matches = typeof match === "string" ? matchesIn(match) : "";
	return typeof matches === "string"
		? []
		: matches.flatMap(({ matcher, arguments: [host] }) =>
				/^host$/i.test(matcher) && isName(host) && host !== "*" ? [host] : [],
			);
}

/** A wildcard stands for one label. */
const isIn = (host: string, name: string): boolean =>
	host.toLowerCase() === name.toLowerCase() ||
	(name.startsWith("*.") &&
		host.toLowerCase().replace(/^[^.]+/, "*") === name.toLowerCase());
