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
])("the string %s stays a string in YAML 1.1 and 1.2", (word) => {
	const text = toYaml({ value: word });
	for (const version of ["1.1", "1.2"] as const) {
		expect(parse(text, { version })).toEqual({ value: word });
	}
});

/** `test/fleet/yaml-as-go-reads-it.test.ts` asks Go itself. */
test.each([
	"0o17",
	"0X1F",
	"0B11",
	"+_6",
	"7e68_",
	"0_B0",
	"0e_+0",
	"0b-1",
	"_-_1",
	"0_x1f",
	"\tindented",
	"\n  \n",
	"\u007f",
	"\u0085",
	"a\u2028b",
	"\ufeff",
	"<<",
])("the string %j, which Go misreads, is quoted in keys and values", (word) => {
	const text = toYaml({ [word]: word });
	expect(text).toMatch(/^"[ -~]+": "[ -~]+"\n$/);
	expect(fromYaml(text, "test")).toEqual({ [word]: word });
});

test("for all data: reading back what was written gives the same data", () => {
	fc.assert(
		fc.property(fc.jsonValue({ stringUnit: "binary" }), (value) => {
			const plain = JSON.parse(JSON.stringify({ value })) as unknown;
			expect(fromYaml(toYaml(plain), "test")).toEqual(plain);
		}),
	);
});

test("for all orders of keys: the bytes are the same", () => {
	fc.assert(
		fc.property(fc.dictionary(fc.string(), fc.integer()), (data) => {
			const reversed = Object.fromEntries(Object.entries(data).reverse());
			expect(toYaml(reversed)).toBe(toYaml(data));
		}),
	);
});

test("invalid YAML is rejected with its path and line", () => {
	expect(() => fromYaml("a: b\nc: [", "fleet/x/fleet.yaml")).toThrow(
		expect.objectContaining({
			code: "invalid-yaml",
			findings: [expect.objectContaining({ where: "fleet/x/fleet.yaml:2" })],
		}),
	);
});
