import { networks } from "@lab/lab";

/** Login proxy, to which Traefik forwards authentication. */
export const outpost = {
	name: "authentik-outpost",
	namespace: "authentik",
	port: 9000,
	/** Path that it serves itself, on every protected host. */
	path: "/outpost.goauthentik.io",
	/** Its name in Authentik's database, where it exists from the first start. */
	title: "authentik Embedded Outpost",
} as const;

export const outpostUrl = `http://${outpost.name}.${outpost.namespace}.svc.${networks.clusterDomain}:${outpost.port}${outpost.path}`;
