import { expect, test } from "vitest";
import { parseAll } from "./testing.ts";

const received = (id: number, more = "") =>
	`INF 2026-08-05 01:15:19.585+00:00 ${"Received message".padEnd(42)} tid=1 msgId=${id} sentAt=1 current=2 delayMs=5${more}`;

/** What becomes of lines between two records: the ids that are read, and why others are not. */
function read(...lines: string[]) {
	const { rows, tally } = parseAll(
		[received(1), ...lines, received(2)].map((line) => `${line}\n`),
	);
	expect(tally.balanced).toBe(true);
	return {
		ids: rows.flatMap(({ event, msgId }) =>
			event === "test.received" ? [Number(msgId)] : [],
		),
		unparsed: tally.unparsed.map(({ reason, count }) => [reason, count]),
	};
}

test.each([
	["that another writer interrupted", received(7).slice(0, 80) + received(8)],
	[
		"in which another one begins behind a blank",
		`${received(7).slice(0, 60)} ${received(8)}`,
	],
	["with another one behind it", `${received(7)} ${received(8)}`],
	[
		"behind the time of an unknown envelope",
		`2026/08/05 01:15:19 ${received(7)}`,
	],
	["behind a level and a name", `INFO:root:${received(7)}`],
	[
		"with two times",
		received(7).replace("INF ", "INF 2026-08-05 01:15:19.001+00:00 "),
	],
	[
		"of JSON, behind a time",
		`2026/08/05 01:15:19 {"lvl":"INF","ts":"2026-08-05 01:15:19.585+00:00","msg":"Received message","msgId":"7"}`,
	],
])("a record %s is unparsed, not a line of no event", (_, line) => {
	const { ids, unparsed } = read(line);
	expect(ids).toEqual([1, 2]);
	expect(unparsed).toHaveLength(1);
});

test.each([" ", "\t", "    "])(
	"a record behind %j is no continuation of the record above",
	(indent) => {
		expect(read(indent + received(7))).toEqual({
			ids: [1, 2],
			unparsed: [["an indented record", 1]],
		});
	},
);

test("a record that a value quotes is part of that value", () => {
	expect(
		read(
			`WRN 2026-08-05 01:15:19.585+00:00 ${"Child failed".padEnd(42)} tid=1 line="${received(7)}"`,
		),
	).toEqual({ ids: [1, 2], unparsed: [] });
});

test.each([
	[received(7, " msgId=8")],
	[received(7).replace("msgId=7", "msgId=8 msgId=7")],
	[
		'{"lvl":"INF","ts":"2026-08-05 01:15:19.585+00:00","msg":"Received message","msgId":7,"sentAt":1,"current":2,"delayMs":5,"msgId":8}',
	],
])("a record with two values of a number is unparsed: %s", (line) => {
	expect(read(line)).toEqual({
		ids: [1, 2],
		unparsed: [["test.received: msgId has two values", 1]],
	});
});

test("a number that a record has twice, with the same value, is read", () => {
	expect(read(received(7, " msgId=7"), received(8, " msgId=8"))).toEqual({
		ids: [1, 7, 8, 2],
		unparsed: [],
	});
});

test("an event that ends within a quote was cut: it is unparsed", () => {
	expect(read(received(7, ' peer="12D3'))).toEqual({
		ids: [1, 2],
		unparsed: [["the record ends within a quote", 1]],
	});
});
