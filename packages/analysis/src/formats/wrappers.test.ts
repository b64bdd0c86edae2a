import { expect, test } from "vitest";
import { parseAll } from "./testing.ts";

const line =
	"INF 2026-08-05 01:15:19.582+00:00 Sent message                               tid=1 msgId=7 timestamp=1785892519584947712";
const at = "2026-08-05T01:15:20.123456789Z";

test("CRI: a line in parts is one record, its parts are continuations", () => {
	const { rows, tally } = parseAll(
		[
			`${at} stdout P ${line.slice(0, 30)}`,
			`${at} stderr F INF 2026-08-05 01:15:19.582+00:00 beside it                                 tid=1`,
			`${at} stdout P ${line.slice(30, 60)}`,
			`${at} stdout F ${line.slice(60)}`,
			"",
		].join("\n"),
	);
	expect(rows.find(({ event }) => event === "libp2p.sent")).toMatchObject({
		msgId: 7n,
		line: 1,
	});
	expect(tally).toMatchObject({ lines: 4, continuations: 2, eventCount: 2 });
	expect(tally.balanced).toBe(true);
});

test("CRI: the runtime's time is taken where the line has none", () => {
	const { rows } = parseAll(`${at} stdout F 7 milliseconds: 12\n`);
	expect(rows).toMatchObject([{ time: 1785892520123456789n, id: 7n }]);
});

test("CRI: a file that ends in a part is still counted", () => {
	const { tally } = parseAll(
		`${at} stdout P ${line.slice(0, 70)}\n${at} stdout P ${line.slice(70)}\n`,
	);
	expect(tally).toMatchObject({ lines: 2, continuations: 1, eventCount: 1 });
	expect(tally.balanced).toBe(true);
});

test("CRI: an empty line has no space behind its tag", () => {
	const { tally } = parseAll(`${at} stdout F\n${at} stdout F ${line}\n`);
	expect(tally).toMatchObject({ continuations: 1, eventCount: 1 });
});

test("Docker: lines, parts, escapes", () => {
	const wrap = (text: string) =>
		JSON.stringify({ log: text, stream: "stdout", time: at });
	const { rows, tally } = parseAll(
		[
			wrap(`${line}\n`),
			wrap(line.slice(0, 50)),
			wrap(`${line.slice(50)}\n`),
			wrap(`INF 2026-08-05 01:15:19.582+00:00 ${"é".padEnd(41)} x="a b"\n`),
			"",
		].join("\n"),
	);
	expect(tally).toMatchObject({ lines: 4, continuations: 1, eventCount: 3 });
	expect(rows.find(({ event }) => event === "log")).toMatchObject({
		message: "é",
		fields: '{"x":"a b"}',
	});
});

test("OTLP: one line holds many records, which are counted", () => {
	const body = (text: string, rest = {}) => ({
		timeUnixNano: "1785892519582000001",
		body: { stringValue: text },
		...rest,
	});
	const { rows, tally } = parseAll(
		`${JSON.stringify({
			resourceLogs: [
				{
					scopeLogs: [
						{
							logRecords: [
								body(line, { severityNumber: 9 }),
								body('a "bare" sentence\nof two', {
									severityNumber: 17,
									attributes: [
										{ key: "id", value: { intValue: "9223372036854775807" } },
									],
								}),
							],
						},
					],
				},
			],
		})}\n`,
	);
	expect(rows).toMatchObject([
		{ event: "libp2p.sent", msgId: 7n },
		{
			event: "log",
			time: 1785892519582000001n,
			level: "error",
			message: 'a "bare" sentence\nof two',
			fields: '{"id":"9223372036854775807"}',
		},
	]);
	expect(tally).toMatchObject({ lines: 1, unpacked: 1, eventCount: 2 });
	expect(tally.balanced).toBe(true);
});

test("wrappers in wrappers, as a collector on a Docker host writes", () => {
	const docker = JSON.stringify({
		log: `${line}\n`,
		stream: "stdout",
		time: at,
	});
	const { tally } = parseAll(`${at} stdout F ${docker}\n`);
	expect([...tally.events]).toEqual([["libp2p.sent", 1]]);
});

test.each([
	'{"resourceLogs":[]}',
	'{"resourceLogs":[{"scopeLogs":[{"logRecords":[null]}]}]}',
	'{"resourceLogs":',
])("an envelope that holds nothing readable is unparsed: %s", (text) => {
	const { tally } = parseAll(`${text}\n`);
	expect(tally.unparsedCount).toBe(1);
	expect(tally.balanced).toBe(true);
});
