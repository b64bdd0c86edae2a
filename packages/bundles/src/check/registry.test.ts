import { readdirSync } from "node:fs";
import { kindIds, type ReadObject } from "@lab/kubernetes";
import { App } from "cdk8s";
import fc from "fast-check";
import { expect, test } from "vitest";
import { Bundle } from "../bundle.ts";
import { renderBundle } from "../render.ts";
import { rules } from "./registry.ts";

const notRules = ["index.ts", "registry.ts", "rule.ts"];

test("every rule is in a file of its name, and every such file is registered", () => {
	const files = readdirSync(import.meta.dirname)
		.filter((file) => !file.startsWith("_") && !file.endsWith(".test.ts"))
		.filter((file) => !notRules.includes(file));
	expect(files.map((file) => file.replace(/\.ts$/, "")).sort()).toEqual(
		rules.map(({ code }) => code).sort(),
	);
});

const fields = [
	...[
		"annotations",
		"containers",
		"data",
		"env",
		"group",
		"labels",
		"metadata",
	],
	...[
		"matchLabels",
		"name",
		"names",
		"namespace",
		"ports",
		"rules",
		"selector",
	],
	...["spec", "subjects", "template", "ttlSecondsAfterFinished", "value"],
	...["versions", "volumes"],
];

const anyValue = fc.letrec((tie) => ({
	value: fc.oneof(
		{ maxDepth: 4 },
		fc.constant(null),
		fc.string(),
		fc.integer(),
		fc.boolean(),
		fc.array(tie("value"), { maxLength: 3 }),
		fc.dictionary(fc.constantFrom(...fields), tie("value"), {
			maxKeys: 4,
			noNullPrototype: true,
		}),
	),
})).value;

const anyFields = fc.dictionary(fc.constantFrom(...fields), anyValue, {
	noNullPrototype: true,
});

test("for all objects and values of a chart: a rule reports, and does not throw", () => {
	fc.assert(
		fc.property(
			fc.constantFrom(...kindIds),
			anyFields,
			anyFields,
			anyFields,
			(id, object, metadata, values) => {
				const cut = id.lastIndexOf("/");
				const app = new App();
				const bundle = new Bundle(app, "first", {
					namespace: "default",
					source: "test",
					helm: {
						...{ repo: "https://example.org", chart: "x", version: "1.0.0" },
						...{ releaseName: "x", values },
					},
				});
				const written = {
					...object,
					apiVersion: id.slice(0, cut),
					kind: id.slice(cut + 1),
					metadata: { name: "one", ...metadata },
				};
				const rendered = [
					{ ...renderBundle(bundle), objects: [written as ReadObject] },
				];
				for (const { check } of rules)
					check(rendered, { namespaces: [], crdGroups: [], objects: [] });
			},
		),
		{ numRuns: 2000 },
	);
});
