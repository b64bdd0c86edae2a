import { readFileSync } from "node:fs";
import { join } from "node:path";
import { LogParser, toRows } from "@lab/analysis";
import { eventSchemas } from "@lab/protocols";
import { expect, test } from "vitest";
import { referenceRows } from "./_reference.ts";

/** Returns the form of a line, as the survey distinguishes them. */
const formOf = (line: string) =>
	line.startsWith("{")
		? "json"
		: /^(?:TRC|DBG|INF|NTC|WRN|ERR|FAT) \d{4}-/.test(line)
			? "text"
			: "bare";

test.each(referenceRows)(
	"10ksim's line '$line' has an event and fixtures",
	({ event, columns, words, formats }) => {
		const schema = eventSchemas.find(({ name }) => name === event);
		const fixtures =
			schema?.samples.filter(({ line }) => line.includes(words)) ?? [];
		const missing = formats.filter(
			(form) => !fixtures.some(({ line }) => formOf(line) === form),
		);
		expect([event, missing]).toEqual([event, []]);
		for (const { line, row } of fixtures) {
			const parser = new LogParser({ schemas: eventSchemas });
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

test("the table lists all patterns of 10ksim, and no others", () => {
	const source = readFileSync(
		join(import.meta.dirname, "../../bench/analysis/tenksim_regexes.py"),
		"utf8",
	);
	const patterns = [...source.matchAll(/"([a-z-]+)": (?:r["']|TIME|NTC)/g)].map(
		([, name]) => name,
	);
	const named = referenceRows.flatMap(({ pattern }) => pattern ?? []);
	expect(patterns.length).toBe(17);
	expect([...new Set(named)].sort()).toEqual(patterns.sort());
});
