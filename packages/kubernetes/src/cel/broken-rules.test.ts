import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { brokenRules, isJudged } from "./broken-rules.ts";
import { ruledIn } from "./ruled-values.ts";

test("every rule of the lab's CRDs can be judged", () => {
	const text = readFileSync(
		join(import.meta.dirname, "../generated/custom.json"),
		"utf8",
	);
	const rules = [...text.matchAll(/\{"rule":("(?:\\.|[^"\\])*")/g)].map(
		([, rule = ""]) => JSON.parse(rule) as string,
	);
	expect(rules.length).toBeGreaterThan(4);
	expect(rules.filter((rule) => !isJudged(rule))).toEqual([]);
});

test.each<[string, unknown, boolean]>([
	["self.replicas + 1 <= 3", { replicas: 2 }, true],
	["self.replicas + 1 <= 3", { replicas: 3 }, false],
	["self.all(x, x.weight > 0.5)", [{ weight: 0.6 }], true],
	["self.all(x, x.weight > 0.5)", [{ weight: 0.4 }], false],
	["!has(self.a) || self.a.matches('^b+$')", { a: "bb" }, true],
	["!has(self.a) || self.a.matches('^b+$')", { a: "c" }, false],
	["!has(self.a)", { a: null }, true],
	["size(self) < 2", "ab", false],
	// The API server knows more functions, and fills in defaults first.
	["quantity(self).isGreaterThan(quantity('1Gi'))", "1Mi", true],
	["self.filledIn == 'a'", {}, true],
])("%s holds for %j: %s", (rule, value, holds) => {
	expect(brokenRules([{ rule, value, path: "a" }])).toHaveLength(holds ? 0 : 1);
});

/** Rules of Longhorn 1.12.1, https://github.com/longhorn/longhorn/tree/v1.12.1/chart. */
const longhorn = {
	type: "object",
	properties: {
		backingImage: {
			type: "string",
			"x-kubernetes-validations": [{ rule: "self == oldSelf" }],
		},
		groups: {
			type: "array",
			"x-kubernetes-list-map-keys": ["name"],
			items: {
				type: "object",
				properties: {
					shards: {
						type: "integer",
						"x-kubernetes-validations": [
							{ rule: "oldSelf == 0 || self == oldSelf" },
						],
					},
				},
			},
		},
	},
} as const;

test.each<[string, object, object, string[]]>([
	[
		"another image",
		{ backingImage: "a" },
		{ backingImage: "b" },
		["backingImage"],
	],
	["the same image", { backingImage: "a" }, { backingImage: "a" }, []],
	["a new image", {}, { backingImage: "b" }, []],
	[
		"another number in the entry of the same name",
		{ groups: [{ name: "a", shards: 3 }] },
		{
			groups: [
				{ name: "b", shards: 4 },
				{ name: "a", shards: 4 },
			],
		},
		["groups[1].shards"],
	],
	[
		"a first number",
		{ groups: [{ name: "a", shards: 0 }] },
		{ groups: [{ name: "a", shards: 4 }] },
		[],
	],
])("a rule that compares sees %s", (_, was, is, broken) => {
	expect(
		brokenRules(ruledIn(is, longhorn, was)).map(({ path }) => path),
	).toEqual(broken);
	expect(ruledIn(is, longhorn)).toEqual([]);
});
