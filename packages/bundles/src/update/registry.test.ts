import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { updateRules } from "./registry.ts";

const notRules = ["findings", "index", "registry", "rule", "upgrade-path"];

test("every rule is in a file of its name, and every such file is registered", () => {
	const files = readdirSync(import.meta.dirname)
		.filter((file) => !file.startsWith("_") && !file.endsWith(".test.ts"))
		.map((file) => file.replace(/\.ts$/, ""))
		.filter((file) => !notRules.includes(file));
	expect(files.sort()).toEqual(updateRules.map(({ code }) => code).sort());
});
