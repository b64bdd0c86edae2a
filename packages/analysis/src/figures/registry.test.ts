import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { protocolFigures } from "./registry.ts";

test("every query is registered, and every registered one is there", () => {
	const files = readdirSync(import.meta.dirname)
		.filter((name) => name.endsWith(".sql"))
		.map((name) => name.slice(0, -4));
	const names = protocolFigures.map(({ name }) => name);
	expect([...names].sort()).toEqual(files.sort());
	expect(new Set(names).size).toBe(names.length);
});
