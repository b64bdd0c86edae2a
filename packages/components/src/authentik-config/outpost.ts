import { networks } from "@lab/lab";

/** The login proxy: where Traefik asks whether somebody is logged in. */
export const outpost = {
	name: "authentik-outpost",
	namespace: "authentik",
	port: 9000,
	/** Below this path it answers itself, on every host that it protects. */
	path: "/outpost.goauthentik.io",
	/** How Authentik's database calls it; it is there from the first start. */
	title: "authentik Embedded Outpost",
} as const;

export const outpostUrl = `http://${outpost.name}.${outpost.namespace}.svc.${networks.clusterDomain}:${outpost.port}${outpost.path}`;
