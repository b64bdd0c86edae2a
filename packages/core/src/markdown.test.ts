import fc from "fast-check";
import { micromark } from "micromark";
import { gfmTable, gfmTableHtml } from "micromark-extension-gfm-table";
import { expect, test } from "vitest";
import { markdownTable } from "./markdown.ts";

/** Cells of a table, row by row, as a parser of GitHub's Markdown reads them. */
function read(table: string): string[][] {
	const html = micromark(table, {
		extensions: [gfmTable()],
		htmlExtensions: [gfmTableHtml()],
		allowDangerousHtml: true,
	});
	return [...html.matchAll(/<tr>(.*?)<\/tr>/gs)].map(([, row = ""]) =>
		[...row.matchAll(/<t[hd]>(.*?)<\/t[hd]>/gs)].map(([, cell = ""]) => cell),
	);
}

test.each([
	["a|b", "a|b"],
	["a\\|b", "a\\|b"],
	["a\\\\|b", "a\\\\|b"],
	["`a|b`", "<code>a|b</code>"],
	["ends with \\", "ends with \\"],
	["first\nsecond\r\nthird\rfourth", "first<br>second<br>third<br>fourth"],
	["first\u2028second", "first<br>second"],
	["", ""],
])("%j is read as one cell", (text, found) => {
	expect(read(markdownTable(["what", "why"], [[text, 1]]))).toEqual([
		["what", "why"],
		[found, "1"],
	]);
});

test("for all texts: the table has the given number of rows and columns", () => {
	const text = fc.string({
		unit: fc.constantFrom("a", "|", "\\", "\n", "\r", "\u2028", " ", "-", ":"),
	});
	const rows = fc.array(fc.tuple(text, text, text), { minLength: 1 });
	fc.assert(
		fc.property(rows, (given) => {
			const found = read(markdownTable(["a", "b", "c"], given));
			expect(found.map((row) => row.length)).toEqual(
				Array(given.length + 1).fill(3),
			);
		}),
	);
});
