import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { renderTree } from "@lab/bundles";
import { environments, facts, platform } from "@lab/lab";
import { checkFacts } from "@lab/lab/check";
import { App } from "cdk8s";
import { describe, expect, test } from "vitest";
import { addBundles } from "./lab-tree.ts";
import { components } from "./registry.ts";
import { usesOf } from "./uses.ts";

test("every folder of a component is registered, and every registered one has a folder and a test", () => {
	const folders = readdirSync(import.meta.dirname, { withFileTypes: true })
		.filter((entry) => entry.isDirectory())
		.map(({ name }) => name);
	expect(components.map(({ name }) => name).sort()).toEqual(folders.sort());
	for (const name of folders)
		for (const file of ["component.ts", "component.test.ts"])
			expect(
				existsSync(join(import.meta.dirname, name, file)),
				`${name}/${file}`,
			).toBe(true);
});

describe.each(Object.values(environments))("in $name", (env) => {
	test("the bundles and their uses of the facts hold every rule", () => {
		const app = new App();
		addBundles(app, components, env);
		const tree = renderTree(app, {
			namespaces: platform.namespaces,
			crdGroups: platform.apiGroups,
		});
		const { components: _, ...uses } = usesOf(components, env, tree);
		// A warning says that charts' facts are not at hand.
		const faults = [...tree.findings, ...checkFacts(facts, uses)].filter(
			({ severity }) => severity === "error",
		);
		expect(faults).toEqual([]);
	});
});
