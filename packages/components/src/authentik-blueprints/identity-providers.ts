import { type Blueprint, env, find } from "./blueprint.ts";

const model = "authentik_sources_oauth.oauthsource";

const flow = (slug: string) => find("authentik_flows.flow", "slug", slug);

const flows = {
	authentication_flow: flow("default-source-authentication"),
	enrollment_flow: flow("default-source-enrollment"),
};

const realm = "https://auth.logos.co/realms/logos-co";

/** Identity providers. The login page offers only those that its identification stage lists. */
export const identityProviders: Blueprint = {
	name: "identity-providers",
	entries: [
		{
			model,
			identifiers: { slug: "google" },
			attrs: {
				name: "Google",
				provider_type: "google",
				consumer_key: env("GOOGLE_CLIENT_ID"),
				consumer_secret: env("GOOGLE_CLIENT_SECRET"),
				...flows,
			},
		},
		{
			model,
			identifiers: { slug: "keycloak" },
			attrs: {
				name: "Keycloak",
				provider_type: "openidconnect",
				consumer_key: env("KEYCLOAK_CLIENT_ID"),
				consumer_secret: env("KEYCLOAK_CLIENT_SECRET"),
				oidc_well_known_url: `${realm}/.well-known/openid-configuration`,
				oidc_jwks_url: `${realm}/protocol/openid-connect/certs`,
				pkce: "none",
				...flows,
			},
		},
		{
			model: "authentik_stages_identification.identificationstage",
			identifiers: { name: "default-authentication-identification" },
			attrs: { sources: [find(model, "slug", "keycloak")] },
		},
	],
};
