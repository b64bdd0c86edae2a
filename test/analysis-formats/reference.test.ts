import { readFileSync } from "node:fs";
import { join } from "node:path";
import { eventSchemas, LogParser, toRows } from "@lab/analysis";
import { expect, test } from "vitest";
import { referenceRows } from "./_reference.ts";

/** Forms of a line that the survey tells apart. */
const formOf = (line: string) =>
	line.startsWith("{")
		? "json"
		: /^(?:TRC|DBG|INF|NTC|WRN|ERR|FAT) \d{4}-/.test(line)
			? "text"
			: "bare";

test.each(referenceRows)(
	"10ksim's line '$line' has its event and fixtures",
	({ event, columns, words, formats }) => {
		const schema = eventSchemas.find(({ name }) => name === event);
		const fixtures =
			schema?.samples.filter(({ line }) => line.includes(words)) ?? [];
		const missing = formats.filter(
			(form) => !fixtures.some(({ line }) => formOf(line) === form),
		);
		expect([event, missing]).toEqual([event, []]);
		for (const { line, row } of fixtures) {
			const parser = new LogParser();
			const stream = parser.stream("fixture");
			stream.writeLine(line);
			stream.end();
			const [batch] = parser.end();
			expect(batch?.schema.name).toBe(event);
			const read = batch === undefined ? undefined : toRows(batch)[0];
			for (const column of columns) {
				expect([column, read?.[column] ?? null]).not.toEqual([column, null]);
			}
			expect(read).toMatchObject(row);
		}
		const said = new Set(fixtures.flatMap(({ row }) => Object.keys(row)));
		expect(columns.filter((column) => !said.has(column))).toEqual([]);
	},
);

test("every pattern of 10ksim is a line of the table, and no other is", () => {
	const source = readFileSync(
		join(
			import.meta.dirname,
			"../../packages/analysis/bench/tenksim_regexes.py",
		),
		"utf8",
	);
	const patterns = [...source.matchAll(/"([a-z-]+)": (?:r["']|TIME|NTC)/g)].map(
		([, name]) => name,
	);
	const named = referenceRows.flatMap(({ pattern }) => pattern ?? []);
	expect(patterns.length).toBe(17);
	expect([...new Set(named)].sort()).toEqual(patterns.sort());
});
