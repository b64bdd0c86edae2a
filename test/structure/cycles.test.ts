import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import { cyclesOf } from "./_cycles.ts";
import { importsIn } from "./_imports.ts";

const root = join(import.meta.dirname, "../..");

function cycles(folder: string) {
	const imports = [...importsIn(folder)];
	return {
		values: cyclesOf(
			new Map(imports.map(([file, { values }]) => [file, values])),
		),
		all: cyclesOf(
			new Map(
				imports.map(([file, { values, types }]) => [
					file,
					new Set([...values, ...types]),
				]),
			),
		),
	};
}

test("no value imports form a cycle", () => {
	expect(cycles(root).values).toEqual([]);
});

/** Writes a tree of two packages. @returns its folder */
function tree(files: Readonly<Record<string, string>>): string {
	const folder = mkdtempSync(join(tmpdir(), "cycles-"));
	onTestFinished(() => rmSync(folder, { recursive: true }));
	const manifest = (name: string) =>
		JSON.stringify({ name, exports: { ".": "./src/index.ts" } });
	const all = {
		"tsconfig.json": JSON.stringify({ include: ["packages/*/src"] }),
		"packages/one/package.json": manifest("@lab/one"),
		"packages/two/package.json": manifest("@lab/two"),
		...files,
	};
	for (const [path, text] of Object.entries(all)) {
		mkdirSync(dirname(join(folder, path)), { recursive: true });
		writeFileSync(join(folder, path), text);
	}
	return folder;
}

const one = "packages/one/src/index.ts";
const other = "packages/one/src/other.ts";
const two = "packages/two/src/index.ts";
const use = 'export const used = () => "";\n';

test.each([
	["a value", 'import { used } from "./other.ts";'],
	["a value among types", 'import { type Used, used } from "./other.ts";'],
	["everything", 'import * as all from "./other.ts";'],
	["the default export", 'import used from "./other.ts";'],
	["only side effects", 'import "./other.ts";'],
	["a re-export", 'export { used } from "./other.ts";'],
	["a re-export of everything", 'export * from "./other.ts";'],
])("a cycle through an import of %s is found", (_how, statement) => {
	const folder = tree({
		[one]: `${statement}\n${use}`,
		[other]: `import { used } from "./index.ts";\n${use}`,
	});
	expect(cycles(folder).values).toEqual([[one, other]]);
});

test.each([
	["a type import", 'import type { Used } from "./other.ts";'],
	["type-only specifiers", 'import { type Used } from "./other.ts";'],
	["a type export", 'export type { Used } from "./other.ts";'],
])("a cycle through %s is a cycle of types only", (_how, statement) => {
	const folder = tree({
		[one]: `${statement}\n${use}`,
		[other]: `import { used } from "./index.ts";\n${use}`,
	});
	expect(cycles(folder)).toEqual({ values: [], all: [[one, other]] });
});

test("a cycle through another package is found", () => {
	const folder = tree({
		[one]: 'export { used } from "./other.ts";\n',
		[other]: 'export { used } from "@lab/two";\n',
		[two]: `import { used } from "@lab/one";\n${use}`,
	});
	expect(cycles(folder).values).toEqual([[one, other, two]]);
});

test("dynamic imports and comments close no cycle", () => {
	const folder = tree({
		[one]: `export const later = () => import("./other.ts");\n${use}`,
		[other]: `// import { used } from "./other.ts";\nimport { used } from "./index.ts";\n${use}`,
	});
	expect(cycles(folder).all).toEqual([]);
});

test("for all graphs: two nodes share a cycle if each can reach the other", () => {
	const nodes = ["a", "b", "c", "d", "e", "f"];
	const edge = fc.tuple(fc.constantFrom(...nodes), fc.constantFrom(...nodes));
	fc.assert(
		fc.property(fc.array(edge, { maxLength: 12 }), (pairs) => {
			const edges = new Map(
				nodes.map((node) => [
					node,
					new Set(pairs.filter(([from]) => from === node).map(([, to]) => to)),
				]),
			);
			const reached = (from: string): Set<string> => {
				const seen = new Set<string>();
				const next = [from];
				for (const node of next) {
					for (const to of edges.get(node) ?? []) {
						if (!seen.has(to)) next.push(to);
						seen.add(to);
					}
				}
				return seen;
			};
			const expected = nodes.flatMap((node) => {
				if (!reached(node).has(node)) return [];
				const cycle = nodes.filter(
					(one) => reached(node).has(one) && reached(one).has(node),
				);
				return cycle[0] === node ? [cycle] : [];
			});
			expect(cyclesOf(edges).sort()).toEqual(expected.sort());
		}),
	);
});
