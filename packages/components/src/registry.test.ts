import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { environments, facts } from "@lab/lab";
import { checkFacts } from "@lab/lab/check";
import { describe, expect, test } from "vitest";
import { renderLab } from "./lab-tree.ts";
import { components } from "./registry.ts";

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

test("every endpoint and every secret belongs to a component that is there", () => {
	const names = components.map(({ name }) => name);
	expect(checkFacts(facts, { components: names })).toEqual([]);
	const readers = Object.values(facts.secrets).flatMap(({ usedBy }) => usedBy);
	expect(readers.filter((reader) => !names.includes(reader))).toEqual([]);
});

describe.each(Object.values(environments))("in $name", (env) => {
	test("the bundles and their uses of the facts hold every rule", () => {
		const { findings } = renderLab(components, env);
		// A warning says that charts' facts are not at hand.
		expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
	});
});
