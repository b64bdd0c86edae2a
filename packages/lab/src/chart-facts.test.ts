import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import {
	chartFactsFolder,
	readChartFacts,
	readDependencyFacts,
} from "./chart-facts.ts";

const folder = mkdtempSync(join(tmpdir(), "lab-charts-"));
afterAll(() => rmSync(folder, { recursive: true }));

for (const version of ["1.9.0", "1.10.0", "2.0.0"]) {
	mkdirSync(join(folder, `forum-${version}`));
	writeFileSync(
		join(folder, `forum-${version}`, "values.yaml"),
		`version: ${version}\npersistence:\n  # className: fast\n  # -- prose: not a key\n  size: 1Gi\n# top:\n`,
	);
}

test("a chart without files besides its values is read all the same", () => {
	expect(
		readChartFacts({ name: "forum", version: "1.9.0" }, folder),
	).toMatchObject({
		appVersion: undefined,
		dependencies: [],
		values: { persistence: { size: "1Gi" } },
	});
});

test("keys that stand there as comments are known by their path", () => {
	expect(
		readChartFacts({ name: "forum", version: "1.9.0" }, folder)?.optional,
	).toEqual([["persistence", "className"], ["top"]]);
});

test("a chart that is not at hand is undefined", () => {
	expect(
		readChartFacts({ name: "forum", version: "3.0.0" }, folder),
	).toBeUndefined();
	expect(
		readDependencyFacts({ name: "mail", key: "mail", version: "1.*" }, folder),
	).toBeUndefined();
});

test.each([
	["1.10.*", "1.10.0", true],
	["1.9.0", "1.9.0", true],
	// Not by the alphabet: 1.10 comes after 1.9.
	["1.*.*", "1.10.0", true],
	["3.1.*", "2.0.0", false],
])("a dependency on %s is read from %s, exact: %s", (version, best, exact) => {
	expect(
		readDependencyFacts({ name: "forum", key: "forum", version }, folder),
	).toMatchObject({ facts: { version: best }, exact });
});

test("a folder that the variable names must be there", () => {
	expect(() => chartFactsFolder({ VACLAB_CHART_FACTS: "nowhere" })).toThrow(
		"there is no folder 'nowhere'",
	);
	expect(chartFactsFolder({ VACLAB_CHART_FACTS: folder })).toBe(folder);
});
