import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Environment, endpoints, urlOf } from "@lab/lab";
import { outpost } from "../authentik-config/outpost.ts";
import { type Blueprint, env, find, keyOf } from "./blueprint.ts";
import { identityProviders } from "./identity-providers.ts";

const script = (name: string) =>
	readFileSync(join(import.meta.dirname, "files", name), "utf8");

const flow = (slug: string) => find("authentik_flows.flow", "slug", slug);

/** Blueprints by file name; Authentik reads them in this order. */
export const blueprintsOf = (
	lab: Environment,
): Readonly<Record<string, Blueprint>> => ({
	...(lab.supports.login.available && { "00-sources.yaml": identityProviders }),
	"10-forward-auth.yaml": forwardAuth(lab),
	"20-claims.yaml": claims,
	"30-grafana.yaml": application({
		name: "Grafana",
		slug: "grafana",
		redirect: `${urlOf(endpoints.grafana, lab)}/login/generic_oauth`,
	}),
	"40-rancher.yaml": application({
		name: "Rancher",
		slug: "rancher",
		redirect: `${urlOf(endpoints.rancher, lab)}/verify-auth`,
	}),
});

/**
 * One login for all endpoints of the domain whose `auth` is `authentik`. With
 * an application for each endpoint, users would log in at each of them.
 */
function forwardAuth(lab: Environment): Blueprint {
	const name = "k8s-forwardauth";
	return {
		name: "forward-auth",
		entries: [
			{
				model: "authentik_providers_proxy.proxyprovider",
				id: "provider",
				identifiers: { name },
				attrs: {
					// vaclab-2 uses `forward_single`, which protects only the host that it names.
					mode: "forward_domain",
					external_host: urlOf(endpoints.authentik, lab),
					cookie_domain: lab.domain,
					authorization_flow: flow(
						"default-provider-authorization-implicit-consent",
					),
					invalidation_flow: flow("default-provider-invalidation-flow"),
				},
			},
			{
				model: "authentik_core.application",
				identifiers: { slug: name },
				attrs: {
					name: "K8s ForwardAuth",
					provider: keyOf("provider"),
					meta_launch_url: urlOf(endpoints.homepage, lab),
				},
			},
			{
				model: "authentik_outposts.outpost",
				identifiers: { name: outpost.title },
				attrs: { providers: [keyOf("provider")] },
			},
		],
	};
}

const mapping = "authentik_providers_oauth2.scopemapping";

const profile = "Lab profile";

const claims: Blueprint = {
	name: "claims",
	entries: [
		{
			model: mapping,
			identifiers: { scope_name: "openid" },
			attrs: {
				name: "authentik default OAuth Mapping: OpenID 'openid'",
				expression: script("openid-claims.py"),
			},
		},
		{
			model: mapping,
			identifiers: { name: profile },
			attrs: {
				scope_name: "profile",
				expression: script("profile-claims.py"),
			},
		},
	],
};

/** A program that uses Authentik for login by OpenID Connect. */
function application({
	name,
	slug,
	redirect,
}: {
	readonly name: string;
	readonly slug: string;
	readonly redirect: string;
}): Blueprint {
	const variable = slug.toUpperCase();
	return {
		name: `${slug}-oidc`,
		entries: [
			{
				model: "authentik_providers_oauth2.oauth2provider",
				id: "provider",
				identifiers: { name: slug },
				attrs: {
					client_id: env(`${variable}_OIDC_CLIENT_ID`),
					client_secret: env(`${variable}_OIDC_CLIENT_SECRET`),
					redirect_uris: [{ matching_mode: "strict", url: redirect }],
					signing_key: find(
						"authentik_crypto.certificatekeypair",
						"name",
						"authentik Self-signed Certificate",
					),
					authorization_flow: flow(
						"default-provider-authorization-explicit-consent",
					),
					invalidation_flow: flow("default-provider-invalidation-flow"),
					property_mappings: [
						find(mapping, "scope_name", "openid"),
						find(mapping, "scope_name", "email"),
						find(mapping, "name", profile),
					],
				},
			},
			{
				model: "authentik_core.application",
				identifiers: { slug },
				attrs: { name, provider: keyOf("provider") },
			},
		],
	};
}
