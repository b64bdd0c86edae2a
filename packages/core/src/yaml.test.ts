import fc from "fast-check";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { fromYaml, toYaml } from "./yaml.ts";

test.each([
	"y",
	"no",
	"on",
	"1.10",
	"0777",
	"null",
	"~",
	"2024-01-01",
	"1:20",
	"<<",
	"0x1f",
	"1_000",
	"1e3",
	".inf",
	"=",
])(
	"the string %s is still a string for a reader of YAML 1.1 and of 1.2",
	(word) => {
		const text = toYaml({ value: word });
		for (const version of ["1.1", "1.2"] as const) {
			expect(parse(text, { version })).toEqual({ value: word });
		}
	},
);

test("for all data: written and read again it is the same", () => {
	fc.assert(
		fc.property(fc.jsonValue({ noUnicodeString: false } as object), (value) => {
			const plain = JSON.parse(JSON.stringify({ value })) as unknown;
			expect(fromYaml(toYaml(plain), "test")).toEqual(plain);
		}),
	);
});

test("for all orders of keys: the same bytes", () => {
	fc.assert(
		fc.property(fc.dictionary(fc.string(), fc.integer()), (data) => {
			const reversed = Object.fromEntries(Object.entries(data).reverse());
			expect(toYaml(reversed)).toBe(toYaml(data));
		}),
	);
});

test("broken YAML says where", () => {
	expect(() => fromYaml("a: b\nc: [", "fleet/x/fleet.yaml")).toThrow(
		expect.objectContaining({ code: "invalid-yaml" }),
	);
});
