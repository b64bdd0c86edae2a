import { environments } from "@lab/lab";
import { expect, test } from "vitest";
import { parseDocument } from "yaml";
import { renderComponent } from "../_render.ts";
import { variablesOf } from "./blueprint.ts";
import { blueprintsOf } from "./blueprints.ts";
import { authentikBlueprints } from "./component.ts";

const filesIn = (env?: Parameters<typeof renderComponent>[1]) =>
	renderComponent(authentikBlueprints, env).object(
		"ConfigMap",
		"authentik-blueprints",
	).data as Record<string, string>;

test("redirect URLs match the environment", () => {
	expect(filesIn()["30-grafana.yaml"]).toContain(
		"https://grafana.lab.vac.dev/login/generic_oauth",
	);
	expect(filesIn(environments.local)["30-grafana.yaml"]).toContain(
		"http://grafana.localhost:8080/login/generic_oauth",
	);
});

test("one login covers the whole domain", () => {
	expect(filesIn()["10-forward-auth.yaml"]).toMatch(
		/mode: forward_domain\n.*external_host: https:\/\/authentik\.lab\.vac\.dev\n.*cookie_domain: lab\.vac\.dev/,
	);
});

test("files use Authentik's YAML tags", () => {
	const text = filesIn()["30-grafana.yaml"] ?? "";
	expect(text).toContain("client_id: !Env GRAFANA_OIDC_CLIENT_ID");
	expect(text).toContain("provider: !KeyOf provider");
	expect(text).toContain(
		"!Find [ authentik_flows.flow, [ slug, default-provider-invalidation-flow ] ]",
	);
});

test("every file is a valid YAML document", () => {
	for (const [file, text] of Object.entries(filesIn()))
		expect(parseDocument(text).errors, file).toEqual([]);
});

test("secrets are referred to by environment variables of the worker", () => {
	expect(variablesOf(Object.values(blueprintsOf(environments.vaclab)))).toEqual(
		[
			"GOOGLE_CLIENT_ID",
			"GOOGLE_CLIENT_SECRET",
			"GRAFANA_OIDC_CLIENT_ID",
			"GRAFANA_OIDC_CLIENT_SECRET",
			"KEYCLOAK_CLIENT_ID",
			"KEYCLOAK_CLIENT_SECRET",
			"RANCHER_OIDC_CLIENT_ID",
			"RANCHER_OIDC_CLIENT_SECRET",
		],
	);
});

test("the replica has no identity providers, which would redirect to the lab", () => {
	expect(filesIn(environments.local)).not.toHaveProperty(["00-sources.yaml"]);
});
