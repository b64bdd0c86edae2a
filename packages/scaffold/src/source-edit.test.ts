import { expect, test } from "vitest";
import {
	entriesOf,
	importsOf,
	withEntry,
	withImport,
	withItem,
} from "./source-edit.ts";

const source = (text: string) => ({ path: "registry.ts", text });
const plain = (text: string) => text.replaceAll(/\s+/g, " ").trim();

test.each([
	["last, where the order means something", "last", "[b, c, a]"],
	["sorted, before the next", "sorted", "[a, b, c]"],
] as const)("an item comes %s", (_, place, expected) => {
	const { text } = withItem(
		source("const other = [x];\nexport const list: readonly T[] = [b, c];\n"),
		...(["list", "a", place] as const),
	);
	expect(plain(text)).toBe(
		`const other = [x]; export const list: readonly T[] = ${expected};`,
	);
});

test.each([
	["[]", "[a]"],
	["[\n\tb,\n]", "[ a, b, ]"],
	["[\n\t// about b\n\tb,\n]", "[ a, // about b b, ]"],
	[
		"[b] as const satisfies readonly T[]",
		"[a, b] as const satisfies readonly T[]",
	],
])("%j with an item is %s", (before, after) => {
	const { text } = withItem(
		source(`const list = ${before};`),
		"list",
		"a",
		"sorted",
	);
	expect(plain(text)).toBe(`const list = ${after};`);
});

const object = source(
	'const o = { "b-1": "x", c: { d: 1 }, } as const satisfies T;',
);

test("an entry goes among the others by its key, quoted or not", () => {
	const { text } = withEntry(object, "o", "b-2", '"b-2": "y"', "sorted");
	expect(plain(text)).toContain('{ "b-1": "x", "b-2": "y", c: { d: 1 }, }');
	expect([...entriesOf(object, "o")]).toEqual([
		["b-1", '"b-1": "x"'],
		["c", "c: { d: 1 }"],
	]);
});

test("an import comes behind the others", () => {
	const before = source(
		'import type { A } from "./a.ts";\nimport { b } from "./b.ts";\n\nb();\n',
	);
	const after = withImport(before, "c", "./c.ts");
	expect([...importsOf(after)]).toEqual([
		["./a.ts", "A"],
		["./b.ts", "b"],
		["./c.ts", "c"],
	]);
	expect(after.text).toMatch(/b\.ts";\nimport \{ c \} from "\.\/c\.ts";\n\nb/);
});

test("a registry that is written otherwise is an error that names it", () => {
	expect(() =>
		withItem(source("const list = make([]);"), "list", "a", "last"),
	).toThrow("unknown-registry: 'list' is no longer written as a list");
});
