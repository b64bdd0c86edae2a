import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { facts } from "../facts.ts";
import { checkFacts } from "./check-facts.ts";
import { rules } from "./registry.ts";

const notRules = ["check-facts.ts", "index.ts", "registry.ts", "rule.ts"];

test("every rule has a file of its name beside the registry, and every file is registered", () => {
	const files = readdirSync(import.meta.dirname)
		.filter((file) => !file.startsWith("_") && !file.endsWith(".test.ts"))
		.filter((file) => !notRules.includes(file));
	expect(files.map((file) => file.replace(/\.ts$/, "")).sort()).toEqual(
		rules.map(({ code }) => code).sort(),
	);
});

test("the facts of the lab are sound", () => {
	expect(checkFacts(facts)).toEqual([]);
});
