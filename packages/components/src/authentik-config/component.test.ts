import { charts, environments } from "@lab/lab";
import { expect, test } from "vitest";
import { renderComponent } from "../_render.ts";
import { authentikConfig } from "./component.ts";

const { object, fleetYaml } = renderComponent(authentikConfig);
const deployment = JSON.stringify(object("Deployment", "authentik-outpost"));

test("the proxy has the version of the server", () => {
	expect(deployment).toContain(
		`ghcr.io/goauthentik/proxy:${charts.authentik.appVersion}`,
	);
});

test("the proxy uses Authentik's public URL", () => {
	expect(deployment).toContain('"https://authentik.lab.vac.dev"');
	expect(
		JSON.stringify(
			renderComponent(authentikConfig, environments.local).objects,
		),
	).toContain('"http://authentik.localhost:8080"');
});

test("the service and the deployment use vaclab-2's selector", () => {
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

test("a restart for a new token does not count as drift", () => {
	expect(fleetYaml.diff?.comparePatches).toMatchObject([
		{ kind: "Deployment", name: "authentik-outpost" },
	]);
});
