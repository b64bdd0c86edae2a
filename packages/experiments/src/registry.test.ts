import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { contentHash, isDnsLabel } from "@lab/core";
import { expect, test } from "vitest";
import { experiments } from "./registry.ts";

const files = readdirSync(join(import.meta.dirname, "scenarios"), {
	recursive: true,
	encoding: "utf8",
})
	.filter((path) => path.endsWith(".ts") && !path.startsWith("_"))
	.map((path) => basename(path, ".ts"));

test("the registry contains exactly the scenario files, each under its own name", () => {
	expect(experiments.map(({ name }) => name).sort()).toEqual(files.sort());
});

test("names are short enough for the object names derived from them", () => {
	for (const { name } of experiments) {
		expect(isDnsLabel(name)).toBe(true);
		expect(name.length).toBeLessThanOrEqual(33);
	}
});

test("every scenario has a unique purpose", () => {
	const purposes = experiments.map(({ purpose }) => contentHash(purpose));
	expect(new Set(purposes).size).toBe(experiments.length);
});
