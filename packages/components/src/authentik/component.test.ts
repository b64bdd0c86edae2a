import { environments } from "@lab/lab";
import { expect, test } from "vitest";
import { renderComponent } from "../_render.ts";
import { authentik } from "./component.ts";

interface Values {
	readonly global: {
		readonly env: readonly { readonly name: string; readonly value?: string }[];
	};
}

const variables = (env?: Parameters<typeof renderComponent>[1]) =>
	(renderComponent(authentik, env).values as unknown as Values).global.env;

test("every variable comes from a Secret", () => {
	for (const variable of variables())
		expect(Object.keys(variable)).toEqual(["name", "valueFrom"]);
});

test("it sets the variables that its blueprints read", () => {
	expect(variables().map(({ name }) => name)).toEqual(
		expect.arrayContaining(["KEYCLOAK_CLIENT_ID", "GRAFANA_OIDC_CLIENT_ID"]),
	);
	expect(variables(environments.local).map(({ name }) => name)).not.toContain(
		"KEYCLOAK_CLIENT_ID",
	);
});

test("its pods and its database prefer the control plane but may move", () => {
	const preferred = {
		affinity: {
			nodeAffinity: {
				preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100 }],
			},
		},
	};
	expect(renderComponent(authentik).values).toMatchObject({
		server: preferred,
		worker: preferred,
		postgresql: {
			primary: {
				...preferred,
				persistence: { storageClass: "longhorn-vaclab-master", size: "50Gi" },
			},
		},
	});
});

test("it is exposed at its own host", () => {
	expect(
		renderComponent(authentik).object("Ingress", "authentik").spec,
	).toMatchObject({ rules: [{ host: "authentik.lab.vac.dev" }] });
});

test("it depends on its storage, blueprints and middlewares", () => {
	expect(
		renderComponent(authentik).fleetYaml.dependsOn?.map(({ name }) => name),
	).toEqual(["storage", "authentik-blueprints", "traefik-middlewares"]);
});
