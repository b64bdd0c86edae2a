import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { facts } from "../facts.ts";
import { checkFacts } from "./check-facts.ts";
import { rules } from "./registry.ts";

const notRules = ["check-facts.ts", "index.ts", "registry.ts", "rule.ts"];

test("every rule is in a file of its name, and every such file is registered", () => {
	const files = readdirSync(import.meta.dirname)
		.filter((file) => !file.startsWith("_") && !file.endsWith(".test.ts"))
		.filter((file) => !notRules.includes(file));
	expect(files.map((file) => file.replace(/\.ts$/, "")).sort()).toEqual(
		rules.map(({ code }) => code).sort(),
	);
});

test("the facts of the lab are valid", () => {
	expect(checkFacts(facts)).toEqual([]);
});
