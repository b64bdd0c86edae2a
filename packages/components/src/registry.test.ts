import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import {
	environments,
	facts,
	namespacesMadeBy,
	platformParts,
	readReleaseFacts,
	type Secret,
} from "@lab/lab";

import { checkFacts } from "@lab/lab/check";
import { describe, expect, test } from "vitest";
import { renderLab } from "./lab-tree.ts";
import { components } from "./registry.ts";

test("every component's folder is registered, and every registered component has a folder and a test", () => {
	const folders = readdirSync(import.meta.dirname, { withFileTypes: true })
		.filter((entry) => entry.isDirectory() && !entry.name.startsWith("_"))
		.map(({ name }) => name);
	expect(components.map(({ name }) => name).sort()).toEqual(folders.sort());
	for (const name of folders)
		for (const file of ["component.ts", "component.test.ts"])
			expect(
				existsSync(join(import.meta.dirname, name, file)),
				`${name}/${file}`,
			).toBe(true);
});

test("every endpoint and every secret belongs to an existing component or part of the platform", () => {
	const names = components.map(({ name }) => name);
	expect(checkFacts(facts, { components: names })).toEqual([]);
	const readers = Object.values(facts.secrets).flatMap(({ usedBy }) => usedBy);
	const known = [...names, ...Object.keys(platformParts)];
	expect(readers.filter((reader) => !known.includes(reader))).toEqual([]);
});

test("no namespace is listed for a removed component", () => {
	const used = new Set<string>(components.map(({ namespace }) => namespace));
	expect(
		namespacesMadeBy("component").filter((name) => !used.has(name)),
	).toEqual([]);
});

test("what the chart of every component creates was recorded", () => {
	const unknown = components.filter(
		({ name, chart }) =>
			chart !== undefined && readReleaseFacts(name, chart, {}) === undefined,
	);
	expect(unknown.map(({ name }) => name)).toEqual([]);
});

describe.each(Object.values(environments))("in $name", (env) => {
	test("workloads that read a Secret which a component writes later wait for it", () => {
		const workloads = renderLab(components, env).bundles.flatMap(
			({ objects }) =>
				objects.filter(({ kind }) =>
					["DaemonSet", "Deployment", "StatefulSet"].includes(kind),
				),
		);
		const later = Object.values<Secret>(facts.secrets).flatMap(
			({ name, rewrittenBy }) =>
				rewrittenBy === undefined ? [] : [{ name, rewrittenBy }],
		);
		expect(later.length).toBeGreaterThan(0);
		for (const { name, rewrittenBy } of later)
			for (const workload of workloads) {
				const text = JSON.stringify(workload);
				if (text.includes(`"name":"${name}"`))
					expect(text).toContain(`${rewrittenBy}:Secret/${name}`);
			}
	});

	test("the bundles and their uses of the facts pass every check", () => {
		const { findings } = renderLab(components, env);
		expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
	});
});
