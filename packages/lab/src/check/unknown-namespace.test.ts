import { expect, test } from "vitest";
import { facts } from "../facts.ts";
import { unknownNamespace as rule } from "./unknown-namespace.ts";

const livingIn = (namespace: string) =>
	rule.check(facts, {
		residents: [{ where: "whoami/component.ts", name: "whoami", namespace }],
	});

test("a misspelt namespace: suggests the intended one", () => {
	expect(livingIn("vmetrisc")).toMatchObject([
		{
			what: "whoami is in the namespace 'vmetrisc', which is not listed",
			where: "whoami/component.ts",
			help: expect.stringContaining("did you mean 'vmetrics'?"),
		},
	]);
});

test("a listed namespace is valid; a name inherited by every object is not", () => {
	expect(livingIn("vmetrics")).toEqual([]);
	expect(livingIn("constructor")).toHaveLength(1);
});
