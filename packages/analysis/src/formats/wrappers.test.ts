import { expect, test } from "vitest";
import { type Row, toRows } from "../parser/batch.ts";
import { LogParser } from "../parser/parser.ts";
import { parseAll, parseOne, testSchemas } from "../parser/testing.ts";

const line =
	"INF 2026-08-05 01:15:19.582+00:00 Sent message                               tid=1 msgId=7 timestamp=1785892519584947712";
const at = "2026-08-05T01:15:20.123456789Z";

test("CRI: a line in parts is one record, and its parts are continuations", () => {
	const { rows, tally } = parseAll(
		[
			`${at} stdout P ${line.slice(0, 30)}`,
			`${at} stderr F INF 2026-08-05 01:15:19.582+00:00 other                                     tid=1`,
			`${at} stdout P ${line.slice(30, 60)}`,
			`${at} stdout F ${line.slice(60)}`,
			"",
		].join("\n"),
	);
	expect(rows.find(({ event }) => event === "test.sent")).toMatchObject({
		msgId: 7n,
		line: 1,
	});
	expect(tally).toMatchObject({ lines: 4, continuations: 2, eventCount: 2 });
	expect(tally.balanced).toBe(true);
});

test("CRI: a line without a time gets the runtime's", () => {
	const { rows } = parseAll(`${at} stdout F 7 milliseconds: 12\n`);
	expect(rows).toMatchObject([{ time: 1785892520123456789n, id: 7n }]);
});

test("CRI: a line whose last part is missing is still counted", () => {
	const { tally } = parseAll(
		`${at} stdout P ${line.slice(0, 70)}\n${at} stdout P ${line.slice(70)}\n`,
	);
	expect(tally).toMatchObject({ lines: 2, continuations: 1, eventCount: 1 });
	expect(tally.balanced).toBe(true);
});

test("CRI: an empty line has no space after its tag", () => {
	const { tally } = parseAll(`${at} stdout F\n${at} stdout F ${line}\n`);
	expect(tally).toMatchObject({ continuations: 1, eventCount: 1 });
});

test("Docker: reads lines, parts and escapes", () => {
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

test("OTLP: every record of a line is counted", () => {
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
		{ event: "test.sent", msgId: 7n },
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

test("OTLP: a line is of the pod that its resource names, also if the collector had parsed it", () => {
	const named = (pod: string, body: object) => ({
		resource: {
			attributes: [
				{ key: "k8s.pod.name", value: { stringValue: pod } },
				{ key: "k8s.container.name", value: { stringValue: "node" } },
			],
		},
		scopeLogs: [
			{ logRecords: [{ timeUnixNano: "1785892519582000000", body }] },
		],
	});
	const map = {
		kvlistValue: {
			values: [{ key: "log", value: { stringValue: `${line}\n` } }],
		},
	};
	const parser = new LogParser({ schemas: testSchemas });
	const stream = parser.stream("export.json");
	stream.writeLine(
		JSON.stringify({
			resourceLogs: [
				named("pod-0", { stringValue: line }),
				named("pod-1", map),
			],
		}),
	);
	stream.end();
	const rows = parser.end().flatMap((batch) => toRows(batch));
	expect(
		rows.map(({ msgId, stream: at }) => [msgId, parser.streams[Number(at)]]),
	).toEqual([
		[7n, "pod-0/node"],
		[7n, "pod-1/node"],
	]);
});

test.each([
	[
		"VictoriaLogs",
		(text: string) => ({
			_time: at,
			_stream: '{kubernetes.pod_name="pod-0",kubernetes.container_name="node"}',
			_msg: text,
		}),
	],
	[
		"journalctl",
		(text: string) => ({
			MESSAGE: text,
			__REALTIME_TIMESTAMP: "1785892519582000",
			_HOSTNAME: "pod-0",
			SYSLOG_IDENTIFIER: "node",
		}),
	],
	[
		"Filebeat",
		(text: string) => ({
			"@timestamp": at,
			agent: {},
			log: { offset: 5 },
			kubernetes: { pod: { name: "pod-0" }, container: { name: "node" } },
			message: text,
		}),
	],
])("%s: a line is of the pod that the record names", (_, wrap) => {
	const parser = new LogParser({ schemas: testSchemas });
	const stream = parser.stream("export.json");
	stream.writeLine(JSON.stringify(wrap(line)));
	stream.end();
	const [row] = parser.end().flatMap((batch) => toRows(batch));
	expect([row?.msgId, parser.streams[Number(row?.stream)]]).toEqual([
		7n,
		"pod-0/node",
	]);
});

test.each([
	["Docker", (text: string) => ({ log: text, stream: "stdout", time: at })],
	[
		"Fluent Bit",
		(text: string) => ({
			date: 1785892520.1,
			log: text,
			kubernetes: { pod_name: "pod-0" },
		}),
	],
	[
		"Loki",
		(text: string) => ({ labels: { pod: "pod-0" }, line: text, timestamp: at }),
	],
	[
		"OTLP",
		(text: string) => ({
			resourceLogs: [
				{ scopeLogs: [{ logRecords: [{ body: { stringValue: text } }] }] },
			],
		}),
	],
])(
	"%s: lines that the collector joined are several records, and a stack trace",
	(_, wrap) => {
		const trace = "Traceback (most recent call last)\n/app/node.nim(12) loop";
		for (const end of ["", "\n", "\r\n"]) {
			const { rows, tally } = parseAll(
				`${JSON.stringify(wrap(`${line}\n${trace}\n${line}${end}`))}\n`,
			);
			expect(
				rows.flatMap(({ event, msgId }) =>
					event === "test.sent" ? [msgId] : [],
				),
			).toEqual([7n, 7n]);
			expect(tally).toMatchObject({
				unpacked: 3,
				continuations: 2,
				unparsed: [],
			});
			expect(tally.balanced).toBe(true);
		}
	},
);

test("envelopes nest, as a collector on a Docker host writes them", () => {
	const docker = JSON.stringify({
		log: `${line}\n`,
		stream: "stdout",
		time: at,
	});
	const { tally } = parseAll(`${at} stdout F ${docker}\n`);
	expect([...tally.events]).toEqual([["test.sent", 1]]);
});

test.each([
	'{"resourceLogs":[]}',
	'{"resourceLogs":[{"scopeLogs":[{"logRecords":[null]}]}]}',
	'{"resourceLogs":',
])("an envelope without a readable line is unparsed: %s", (text) => {
	const { tally } = parseAll(`${text}\n`);
	expect(tally.unparsedCount).toBe(1);
	expect(tally.balanced).toBe(true);
});

const delivery = (id: number) =>
	`INF 2026-08-05 01:15:19.582+00:00 Received message                           tid=1 msgId=${id} sentAt=1785892519581000000 current=1785892519582000000 delayMs=1`;
/** The same line as chronicles colours it on a terminal. */
const coloured = delivery(7)
	.replace("INF", "\x1b[36mINF\x1b[0m")
	.replace("Received message ", "\x1b[1mReceived message \x1b[0m")
	.replace(/(\w+)=(\S+)/g, "\x1b[32m$1\x1b[0m=\x1b[94m$2\x1b[0m");

/** Rows without their line numbers, with the name of their stream. */
function origins(text: string, name = "all.log") {
	const parser = new LogParser({ schemas: testSchemas });
	const stream = parser.stream(name);
	stream.write(Buffer.from(text));
	stream.end();
	const rows: Row[] = parser.end().flatMap((batch) =>
		toRows(batch).map((row) => ({
			...row,
			event: batch.schema.name,
			stream: parser.streams[Number(row.stream)] ?? null,
		})),
	);
	return { rows, tally: parser.tally };
}

const docker = (text: string) =>
	JSON.stringify({ log: `${text}\n`, stream: "stdout", time: at });
const otlpOf = (text: string) =>
	JSON.stringify({
		resourceLogs: [
			{ scopeLogs: [{ logRecords: [{ body: { stringValue: text } }] }] },
		],
	});

test.each([
	["plain", coloured],
	["CRI", `${at} stdout F ${coloured}`],
	[
		"CRI in parts",
		`${at} stdout P ${coloured.slice(0, 3)}\n${at} stdout F ${coloured.slice(3)}`,
	],
	["Docker", docker(coloured)],
	["OTLP", otlpOf(coloured)],
	["Docker in CRI", `${at} stdout F ${docker(coloured)}`],
	["Docker in OTLP", otlpOf(docker(coloured))],
	["a coloured prefix of compose", `\x1b[36mnode-1  |\x1b[0m ${coloured}`],
])("colours come off: %s", (_name, text) => {
	const { rows, tally } = parseAll(`${text}\n`);
	expect(rows).toMatchObject([{ event: "test.received", msgId: 7n }]);
	expect(tally.unparsed).toEqual([]);
});

test.each([
	[
		"Fluent Bit, cri parser",
		(text: string) => ({
			time: at,
			stream: "stdout",
			_p: "F",
			log: text,
			kubernetes: {
				pod_name: "pod-7",
				namespace_name: "lab",
				container_name: "node",
			},
		}),
	],
	[
		"Vector",
		(text: string) => ({
			file: "/var/log/pods/lab_pod-7_1/node/0.log",
			kubernetes: {
				container_name: "node",
				pod_name: "pod-7",
				pod_namespace: "lab",
			},
			message: text,
			source_type: "kubernetes_logs",
			stream: "stdout",
			timestamp: at,
		}),
	],
	[
		"VictoriaLogs' export",
		(text: string) => ({
			_time: at,
			_stream_id: "0000",
			_stream: '{kubernetes.pod_name="pod-7"}',
			_msg: text,
			"kubernetes.pod_name": "pod-7",
			"kubernetes.pod_namespace": "lab",
			"kubernetes.container_name": "node",
		}),
	],
	[
		"Filebeat",
		(text: string) => ({
			"@timestamp": at,
			message: text,
			kubernetes: {
				namespace: "lab",
				pod: { name: "pod-7" },
				container: { name: "node" },
			},
		}),
	],
	[
		"logcli",
		(text: string) => ({
			labels: { namespace: "lab", pod: "pod-7", container: "node" },
			line: text,
			timestamp: at,
		}),
	],
])(
	"%s: a record for each line, with its pod and the collector's time",
	(_name, wrap) => {
		const texts = [1, 2, 3].map((id) => JSON.stringify(wrap(delivery(id))));
		const echo = JSON.stringify(wrap("7 milliseconds: 12"));
		const { rows, tally } = origins(`${[...texts, echo].join("\n")}\n`);
		expect(rows.map(({ stream }) => stream)).toEqual(
			new Array(4).fill("lab/pod-7/node"),
		);
		expect(rows.filter(({ event }) => event === "test.received")).toMatchObject(
			[1n, 2n, 3n].map((msgId, index) => ({ msgId, line: index + 1 })),
		);
		expect(rows.at(-1)).toMatchObject({ id: 7n, time: 1785892520123456789n });
		expect(tally).toMatchObject({
			eventCount: 4,
			continuations: 0,
			unparsed: [],
		});
	},
);

test("journalctl -o json: a line with colours, whose message is a list of bytes", () => {
	// systemd 255: a message with control characters, or that is no UTF-8, is a list of its bytes
	const coloured = delivery(7).replace("INF", "\u001b[36mINF\u001b[0m");
	const wrap = (message: unknown) =>
		`${JSON.stringify({ MESSAGE: message, __REALTIME_TIMESTAMP: "1785892520123456", _HOSTNAME: "node-01", _SYSTEMD_UNIT: "node.service" })}\n`;
	const { rows } = origins(wrap([...Buffer.from(coloured)]));
	expect(rows).toMatchObject([
		{ event: "test.received", msgId: 7n, stream: "node-01/node.service" },
	]);
	for (const message of [[300], [[73]], []])
		expect(origins(wrap(message)).tally).toMatchObject({ unparsedCount: 1 });
});

test("records with Docker's keys but without newlines are lines, unless the next one continues them", () => {
	const wrap = (log: string) =>
		JSON.stringify({ log, stream: "stdout", time: at });
	const { rows, tally } = parseAll(
		[1, 2]
			.map((id) => `${wrap(delivery(id))}\n`)
			.concat(
				`${wrap(delivery(3).slice(0, 90))}\n`,
				`${wrap(`${delivery(3).slice(90)}\n`)}\n`,
			),
	);
	expect(rows).toMatchObject([{ msgId: 1n }, { msgId: 2n }, { msgId: 3n }]);
	expect(tally).toMatchObject({ eventCount: 3, continuations: 1 });
});

const trace = [
	"panic: x",
	"",
	"goroutine 1 [running]:",
	"main.main()",
	"\t/a/main.go:1 +0x1",
];

test.each([
	["kubectl logs --timestamps, docker logs -t", `${at} `, "all.log"],
	["kubectl logs --prefix", "[pod/pod-7/node] ", "pod-7/node"],
	[
		"kubectl logs --prefix --timestamps",
		`[pod/pod-7/node] ${at} `,
		"pod-7/node",
	],
	["docker compose logs", "node-1   | ", "node-1"],
	["docker compose logs -t", `node-1   | ${at} `, "node-1"],
	["stern", "pod-7 node ", "pod-7/node"],
	[
		"stern over namespaces, with times",
		`lab pod-7 node ${at} `,
		"lab/pod-7/node",
	],
	["a host before the line", "pod-7 ", "pod-7"],
	["journalctl", "Aug 05 01:15:19 node-01 node[4132]: ", "node-01/node"],
	[
		"journalctl -o short-precise",
		"Aug  5 01:15:19.582001 node-01 node[4132]: ",
		"node-01/node",
	],
	[
		"journalctl -o short-full",
		"Wed 2026-08-05 01:15:19 UTC node-01 node[4132]: ",
		"node-01/node",
	],
	[
		"journalctl -o short-iso",
		"2026-08-05T01:15:19+0000 node-01 node[4132]: ",
		"node-01/node",
	],
	[
		"journalctl -o short-unix",
		"1785892519.582001 node-01 node[4132]: ",
		"node-01/node",
	],
	[
		"grep over Shadow's hosts",
		"shadow.data/hosts/pod-7/main.1000.stdout:12:",
		"pod-7",
	],
])(
	"%s: lines and traces inside, of the stream that the prefix names",
	(_name, prefix, stream) => {
		const text = [delivery(1), ...trace, delivery(2), "7 milliseconds: 1"];
		const { rows, tally } = origins(
			`${text.map((line) => prefix + line).join("\n")}\n`,
		);
		expect(new Set(rows.map((row) => row.stream))).toEqual(new Set([stream]));
		expect(rows.filter(({ event }) => event === "test.received")).toMatchObject(
			[
				{ msgId: 1n, line: 1 },
				{ msgId: 2n, line: 7 },
			],
		);
		expect(rows.filter(({ event }) => event === "test.echo")).toHaveLength(1);
		expect(tally.unparsed).toEqual([]);
		expect(tally.balanced).toBe(true);
	},
);

test("lines of several pods in one file are numbered within their pod", () => {
	const { rows } = origins(
		[1, 2, 3, 4].map((id) => `pod-${id % 2} node ${delivery(id)}\n`).join(""),
	);
	expect(rows.map(({ stream, line, msgId }) => [stream, line, msgId])).toEqual([
		["pod-1/node", 1, 1n],
		["pod-0/node", 1, 2n],
		["pod-1/node", 2, 3n],
		["pod-0/node", 2, 4n],
	]);
});

test.each([
	["2026-08-05T01:15:19.582Z INF listening port=1", "go-zerolog", "listening"],
	[
		"2026-08-05T01:15:19.582123456Z ERROR node: failed",
		"rust-tracing",
		"failed",
	],
	["2026-08-05T01:15:19.582123456Z  INFO node: up", "rust-tracing", "up"],
])("a program's own time is no envelope: %s", (line, format, message) => {
	expect(parseOne(line)).toMatchObject({ format, message });
});

test("a format whose lines begin with a time leaves an envelope to the line inside", () => {
	const own = "2026-08-05T01:15:19Z INF listening port=1";
	const { rows } = parseAll(
		[own, own, `${at} ${delivery(7)}`, `2026-08-05T01:15:20Z ${delivery(8)}`]
			.map((line) => `${line}\n`)
			.join(""),
	);
	expect(rows.filter(({ event }) => event === "test.received")).toMatchObject([
		{ msgId: 7n },
		{ msgId: 8n },
	]);
});
