import { environments } from "@lab/lab";
import { expect, test } from "vitest";
import { renderComponent } from "../_render.ts";
import { components } from "../registry.ts";
import { homepage } from "./component.ts";
import { tilesOf } from "./config.ts";

const { object } = renderComponent(homepage);

const namesOf = (tiles: ReturnType<typeof tilesOf>) =>
	tiles.flatMap((group) =>
		Object.values(group)
			.flat()
			.flatMap((tile) => Object.keys(tile as object)),
	);

test("there are tiles for the services that people use", () => {
	expect(namesOf(tilesOf(environments.vaclab, components))).toEqual(
		expect.arrayContaining(["Rancher", "Longhorn", "Hubble UI"]),
	);
});

test("a missing service has no tile", () => {
	const names = namesOf(
		tilesOf(
			environments.vaclab,
			components.filter(({ name }) => name !== "hubble"),
		),
	);
	expect(names).toContain("Longhorn");
	expect(names).not.toContain("Hubble UI");
});

test("in the replica, tiles link to the replica, and missing services have none", () => {
	const { object } = renderComponent(homepage, environments.local);
	const { data } = object("ConfigMap", "homepage") as unknown as {
		readonly data: Readonly<Record<string, string>>;
	};
	expect(data["services.yaml"]).toContain("http://hubble.localhost:8080");
	expect(data["services.yaml"]).not.toContain("Longhorn");
	expect(data["widgets.yaml"]).not.toContain("longhorn");
});

test("every configuration file is mounted", () => {
	const files = Object.keys(object("ConfigMap", "homepage").data as object);
	const deployment = JSON.stringify(object("Deployment", "homepage"));
	for (const file of files) expect(deployment).toContain(`"subPath":"${file}"`);
});

test("it accepts only requests for its own host", () => {
	expect(object("Deployment", "homepage").spec).toMatchObject({
		replicas: 2,
		selector: { matchLabels: { "app.kubernetes.io/name": "homepage" } },
		template: {
			spec: {
				containers: [
					{
						env: [{ name: "HOMEPAGE_ALLOWED_HOSTS", value: "lab.vac.dev" }],
					},
				],
			},
		},
	});
});

test("it has read-only access, and none to Secrets", () => {
	const rules = JSON.stringify(object("ClusterRole", "homepage").rules);
	expect(rules).not.toMatch(/create|update|patch|delete|\*|secrets/);
});
