import { charts, environments } from "@lab/lab";
import { expect, test } from "vitest";
import { renderComponent } from "../_render.ts";
import { authentikConfig } from "./component.ts";

const { object, fleetYaml } = renderComponent(authentikConfig);
const deployment = JSON.stringify(object("Deployment", "authentik-outpost"));

test("the proxy has the version of the server that it talks to", () => {
	expect(deployment).toContain(
		`ghcr.io/goauthentik/proxy:${charts.authentik.appVersion}`,
	);
});

test("it finds Authentik where people find it", () => {
	expect(deployment).toContain('"https://authentik.lab.vac.dev"');
	expect(
		JSON.stringify(
			renderComponent(authentikConfig, environments.local).objects,
		),
	).toContain('"http://authentik.localhost:8080"');
});

test("the service selects the pods of the deployment, as vaclab-2's does", () => {
	const labels = { app: "authentik-outpost" };
	expect(object("Service", "authentik-outpost").spec).toMatchObject({
		selector: labels,
		ports: [{ port: 9000 }],
	});
	expect(object("Deployment", "authentik-outpost").spec).toMatchObject({
		selector: { matchLabels: labels },
		template: { metadata: { labels } },
	});
});

test("a restart for a new token is no drift", () => {
	expect(fleetYaml.diff?.comparePatches).toMatchObject([
		{ kind: "Deployment", name: "authentik-outpost" },
	]);
});
