import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { contentHash, isDnsLabel } from "@lab/core";
import { expect, test } from "vitest";
import { experiments } from "./registry.ts";

const files = readdirSync(join(import.meta.dirname, "scenarios"), {
	recursive: true,
	encoding: "utf8",
})
	.filter((path) => path.endsWith(".ts"))
	.map((path) => basename(path, ".ts"));

test("every scenario's file is registered under its own name, and only these are", () => {
	expect(experiments.map(({ name }) => name).sort()).toEqual(files.sort());
});

test("names are short enough for whatever is made of them", () => {
	for (const { name } of experiments) {
		expect(isDnsLabel(name)).toBe(true);
		expect(name.length).toBeLessThanOrEqual(33);
	}
});

test("a scenario says what it is there for, unlike any other", () => {
	const purposes = experiments.map(({ purpose }) => contentHash(purpose));
	expect(new Set(purposes).size).toBe(experiments.length);
});
