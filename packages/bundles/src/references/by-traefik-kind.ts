import type { ReadObject } from "@lab/kubernetes";
import {
	entriesOf,
	type Json,
	mapOf,
	type Reference,
	refer,
} from "./reference.ts";

/** `{kind, name, namespace, port}` of a service that Traefik forwards to. */
function target(value: Json, at: Reference["at"]): Reference[] {
	const { kind = "Service", name, serversTransport, namespace } = value;
	// `api@internal` and the like are in Traefik itself.
	const found =
		typeof name !== "string" || name.includes("@")
			? []
			: kind === "Service" || kind === "TraefikService"
				? refer(kind, name, at, value)
				: [];
	return [
		...found,
		...refer(
			"ServersTransport",
			typeof serversTransport === "string" && serversTransport.includes("@")
				? undefined
				: serversTransport,
			[...at, "serversTransport"],
			{ namespace },
		),
	];
}

const targetsIn = (value: unknown, at: Reference["at"]): Reference[] =>
	entriesOf(value).flatMap(([index, entry]) => target(entry, [...at, index]));

const middlewares = (
	to: "Middleware" | "MiddlewareTCP",
	value: unknown,
	at: Reference["at"],
): Reference[] =>
	entriesOf(value).flatMap(([index, { name, namespace }]) =>
		typeof name === "string" && name.includes("@")
			? []
			: refer(to, name, [...at, index], { namespace }),
	);

const route =
	(to: "Middleware" | "MiddlewareTCP") =>
	(object: ReadObject): Reference[] => {
		const { routes, tls } = mapOf(object.spec);
		const { secretName, options, store } = mapOf(tls);
		return [
			...entriesOf(routes).flatMap(([index, one]) => [
				...targetsIn(one.services, ["spec", "routes", index, "services"]),
				...middlewares(to, one.middlewares, [
					...["spec", "routes", index, "middlewares"],
				]),
			]),
			...refer("Secret", secretName, ["spec", "tls", "secretName"]),
			...refer("TLSOption", mapOf(options).name, ["spec", "tls", "options"], {
				...mapOf(options),
			}),
			...refer("TLSStore", mapOf(store).name, ["spec", "tls", "store"], {
				...mapOf(store),
			}),
		];
	};

/** References in Traefik's kinds, by `Kind.group`. */
export const byTraefikKind: Readonly<
	Record<string, (object: ReadObject) => Reference[]>
> = {
	"IngressRoute.traefik.io": route("Middleware"),
	"IngressRouteTCP.traefik.io": route("MiddlewareTCP"),
	"IngressRouteUDP.traefik.io": route("MiddlewareTCP"),
	"Middleware.traefik.io": (object) => {
		const { basicAuth, digestAuth, chain, errors, forwardAuth } = mapOf(
			object.spec,
		);
		const { caSecret, certSecret } = mapOf(mapOf(forwardAuth).tls);
		return [
			...refer("Secret", mapOf(basicAuth).secret, [
				...["spec", "basicAuth", "secret"],
			]),
			...refer("Secret", mapOf(digestAuth).secret, [
				...["spec", "digestAuth", "secret"],
			]),
			...[caSecret, certSecret].flatMap((name) =>
				refer("Secret", name, ["spec", "forwardAuth", "tls"]),
			),
			...middlewares("Middleware", mapOf(chain).middlewares, [
				...["spec", "chain", "middlewares"],
			]),
			...target(mapOf(mapOf(errors).service), ["spec", "errors", "service"]),
		];
	},
	"TraefikService.traefik.io": (object) => {
		const { weighted, mirroring } = mapOf(object.spec);
		return [
			...targetsIn(mapOf(weighted).services, ["spec", "weighted", "services"]),
			...target(mapOf(mirroring), ["spec", "mirroring"]),
			...targetsIn(mapOf(mirroring).mirrors, ["spec", "mirroring", "mirrors"]),
		];
	},
};
