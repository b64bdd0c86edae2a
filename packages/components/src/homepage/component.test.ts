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

test("there is a tile for each service that people open", () => {
	expect(namesOf(tilesOf(environments.vaclab, components))).toEqual(
		expect.arrayContaining(["Rancher", "Longhorn", "Hubble UI"]),
	);
});

test("a service that is not there has no tile", () => {
	const names = namesOf(
		tilesOf(
			environments.vaclab,
			components.filter(({ name }) => name !== "hubble"),
		),
	);
	expect(names).toContain("Longhorn");
	expect(names).not.toContain("Hubble UI");
});

test("in the replica tiles lead to the replica, and none to what it lacks", () => {
	const { object } = renderComponent(homepage, environments.local);
	const { data } = object("ConfigMap", "homepage") as unknown as {
		readonly data: Readonly<Record<string, string>>;
	};
	expect(data["services.yaml"]).toContain("http://hubble.localhost:8080");
	expect(data["services.yaml"]).not.toContain("Longhorn");
	expect(data["widgets.yaml"]).not.toContain("longhorn");
});

test("every file of its configuration is mounted", () => {
	const files = Object.keys(object("ConfigMap", "homepage").data as object);
	const deployment = JSON.stringify(object("Deployment", "homepage"));
	for (const file of files) expect(deployment).toContain(`"subPath":"${file}"`);
});

test("it answers to its own name only", () => {
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

test("it may look at nodes and pods, and change nothing", () => {
	const rules = JSON.stringify(object("ClusterRole", "homepage").rules);
	expect(rules).not.toMatch(/create|update|patch|delete|\*|secrets/);
});
