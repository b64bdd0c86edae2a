import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { toRows } from "../parser/batch.ts";
import { LogParser } from "../parser/parser.ts";
import { parseAll, parseOne } from "../parser/testing.ts";
import { formats, wrappers } from "./registry.ts";

const NS = 1785892519582000000n;

test.each(formats)("$name reads its own example", ({ name, example }) => {
	const { tally } = parseAll(`${example}\n`);
	expect([...tally.formats]).toEqual([[name, 1]]);
	expect(tally.unparsed).toEqual([]);
});

test.each(formats)(
	"$name scores no higher on another format's example than that format",
	(format) => {
		for (const other of formats.filter((one) => one !== format)) {
			const { example } = other;
			const own = other.detect(example, 0, example.length);
			expect(
				format.detect(example, 0, example.length),
				`${format.name} on ${other.name}`,
			).toBeLessThanOrEqual(own);
		}
	},
);

test.each(wrappers)("$name unwraps its own example", ({ example }) => {
	const { tally } = parseAll(`${example}\n`);
	expect(tally.eventCount).toBe(1);
	expect(tally.unparsed).toEqual([]);
});

test("every format has its own file, and every file is registered", () => {
	const files = readdirSync(import.meta.dirname)
		.filter((file) => !/^_|\.test\.ts$/.test(file))
		.map((file) => file.replace(".ts", ""))
		.sort();
	const rest = [
		"format",
		"line-fields",
		"quoting",
		"record",
		"registry",
		"shape",
	];
	const names = [...formats, ...wrappers].map(({ name }) => name);
	expect(names.sort()).toEqual(files.filter((file) => !rest.includes(file)));
});

test.each([
	[
		"python-logging",
		"WARNING:urllib3.connectionpool:Retrying: n=1",
		{
			level: "warn",
			message: "Retrying: n=1",
			fields: { logger: "urllib3.connectionpool" },
		},
	],
	["python-logging", "INFO:root:", { level: "info", message: "" }],
	[
		"go-zap",
		'{"level":"info","ts":1785892519.582,"logger":"node","caller":"a/b.go:1","msg":"up","n":1}',
		{
			time: NS,
			message: "up",
			fields: { logger: "node", caller: "a/b.go:1", n: "1" },
		},
	],
	[
		"go-zap",
		'2026-08-05T01:15:19.582Z\tINFO\tnode\tnode/main.go:87\tlistening on\t{"port": 8645}',
		{
			time: NS,
			level: "info",
			message: "listening on",
			fields: { logger: "node", caller: "node/main.go:87", port: "8645" },
		},
	],
	[
		"go-zap",
		"2026-08-05T01:15:19.582+0000\tDPANIC\tnode/main.go:87\tno fields",
		{ time: NS, level: "error", message: "no fields" },
	],
	[
		"go-log",
		'2026/08/05 01:15:19.582 "POST http://127.0.0.1:8645/x HTTP/1.1" from 127.0.0.1:1 - 200 4B in 349.269µs',
		{
			time: NS,
			level: null,
			message:
				'"POST http://127.0.0.1:8645/x HTTP/1.1" from 127.0.0.1:1 - 200 4B in 349.269µs',
		},
	],
	[
		"go-zerolog",
		'{"level":"warn","time":1785892519582,"message":"slow \\"peer\\"","n":1.5}',
		{ time: NS, level: "warn", message: 'slow "peer"', fields: { n: "1.5" } },
	],
	[
		"go-zerolog",
		'2026-08-05T01:15:19.582Z WRN node/main.go:87 > slow peer id=7 err="no route"',
		{
			time: NS,
			level: "warn",
			message: "slow peer",
			fields: { id: "7", err: "no route", caller: "node/main.go:87" },
		},
	],
	[
		"rust-tracing",
		'2026-08-05T01:15:19.582Z  WARN conn{id=1 peer="a: b"}:handshake{n=2}: node::net: failed error="no route" code=7',
		{
			time: NS,
			level: "warn",
			message: "failed",
			fields: { error: "no route", code: "7", target: "node::net" },
		},
	],
	[
		"rust-tracing",
		"2026-08-05T01:15:19.582Z  INFO rust_test_node: Connection established with 12D3",
		{
			message: "Connection established with 12D3",
			fields: { target: "rust_test_node" },
		},
	],
	[
		"rust-tracing",
		'{"timestamp":"2026-08-05T01:15:19.582Z","level":"INFO","fields":{"message":"up","id":9223372036854775807},"target":"node"}',
		{ time: NS, message: "up", fields: { id: "9223372036854775807" } },
	],
	[
		"js-waku",
		"2026-08-05T01:15:19.582Z waku:lightpush:error no peers left",
		{ time: NS, level: "error", message: "no peers left" },
	],
	[
		"js-waku",
		"  waku:info:relay subscribed +12ms",
		{ time: null, level: "info", message: "subscribed" },
	],
	[
		"js-waku",
		"libp2p:connection-manager dial queue is empty +0ms",
		{ level: "debug", message: "dial queue is empty" },
	],
	[
		"js-waku",
		'2026-08-05T01:15:19.582Z waku:info:server Network config: {"clusterId":2,"shards":[0]}',
		{
			time: NS,
			message: "Network config",
			fields: { clusterId: "2", shards: "[0]" },
		},
	],
	[
		"js-waku",
		"2026-08-05T01:15:19.582Z waku:info:server Network config: { clusterId: 2 }",
		{ message: "Network config: { clusterId: 2 }" },
	],
	[
		"shadow",
		"00:00:00.012345 [4321:shadow] n/a [INFO] [n/a] [main.rs:12] [run] starting",
		{ time: null, message: "starting", fields: { threadName: "shadow" } },
	],
	[
		"shadow",
		"00:00:01.012345 [4321] 00:00:02.500000000 [DEBUG] [pod-1:11.0.0.1] [tcp.c:12] [connect] SYN x=1",
		{
			time: 946684802500000000n,
			level: "debug",
			message: "SYN x=1",
			fields: { host: "pod-1", ip: "11.0.0.1" },
		},
	],
	[
		"logfmt",
		'ts=2026-08-05T01:15:19.582Z caller=main.go:1 level=error msg=failed err="a \\"b\\""',
		{ time: NS, level: "error", message: "failed", fields: { err: 'a "b"' } },
	],
	[
		"chronicles-json",
		'{"lvl":"DBG","ts":"2026-08-05 01:15:19.582+00:00","msg":"x","id":9223372036854775807,"o":{"a":[1,"}"]},"u":"\\u00e9\\ud83d\\ude00","none":null}',
		{
			time: NS,
			message: "x",
			fields: { id: "9223372036854775807", o: '{"a":[1,"}"]}', u: "é😀" },
		},
	],
])("%s reads %s", (format, line, expected) => {
	expect(parseOne(line)).toMatchObject({ format, unparsed: 0, ...expected });
});

test.each([
	'{"lvl":"INF","msg":"cut',
	'{"lvl":"INF","msg":"x"} trailing',
	'{"lvl":"INF","msg":"x","n":nope}',
	'{"level":"loud","ts":1,"msg":"x"}',
	"{}",
	"2026-13-05T01:15:19.582Z  INFO node: no such month",
	"2026/13/05 01:15:19 no such month",
	"a=1 b=2",
	"2026-08-05T01:15:19Z stdout X what",
])("%s has no format", (line) => {
	expect(parseOne(line).unparsed).toBe(1);
});

test("an object that js-waku prints over several lines is one record, and the next line is another", () => {
	const { rows, tally } = parseAll(
		`2026-08-05T01:15:19.582Z waku:info:endpoint-handler [pushMessageV3] Result: {
  "successes": [
    "16Uiu2HAm46LsAkC7XHXYe9Zfe7mskLzjA5iwgaojCHdcJAW3F6Ze"
  ],
  "failures": []
}
2026-08-05T01:15:19.582Z waku:info:waku-headless Encoder: {
  contentTopic: '/my-app/1/dst/proto',
}
2026-08-05T01:15:19.582Z waku:info:routes:waku [Server] Message sent
`,
	);
	expect(rows.map(({ message }) => String(message).split("\n")[0])).toEqual([
		"[pushMessageV3] Result",
		"Encoder: {",
		"[Server] Message sent",
	]);
	expect(JSON.parse(String(rows[0]?.fields))).toMatchObject({
		failures: "[]",
	});
	expect(tally).toMatchObject({ lines: 10, continuations: 7, unparsed: [] });
});

test("reads a Kubernetes event of the newer API, as a watch delivers it", () => {
	const { rows } = parseAll(
		'{"type":"ADDED","object":{"kind":"Event","regarding":{"kind":"Pod","namespace":"lab","name":"pod-1"},"reason":"Unhealthy","note":"probe failed","type":"Warning","eventTime":"2026-08-05T01:15:19.582000Z","reportingComponent":"kubelet"}}\n',
	);
	expect(rows).toMatchObject([
		{ time: NS, reason: "Unhealthy", name: "pod-1", note: "probe failed" },
	]);
});

test("the format may change from line to line of a stream", () => {
	const lines = formats.map(({ example }) => example);
	const mixed = [...lines, ...lines.toReversed(), ...lines].join("\n");
	const { tally } = parseAll(`${mixed}\n`);
	expect(Object.fromEntries(tally.formats)).toEqual(
		Object.fromEntries(formats.map(({ name }) => [name, 3])),
	);
	expect(tally.unparsed).toEqual([]);
});

test.each(["['a', 'b'", "Trues", "[1]", "INFO: root: x"])(
	"%s is neither a checker's answer nor a line of Python's logging",
	(line) => {
		const { tally } = parseAll(`${line}\n`);
		expect(tally.formats.has("waku-checker")).toBe(false);
		expect(tally.formats.has("python-logging")).toBe(false);
		expect(tally.balanced).toBe(true);
	},
);

/** Lines of real programs, written for this test; times and names are changed. */
test.each([
	// log/slog of Go 1.26
	[
		"go-slog",
		'{"time":"2026-08-05T01:15:19.582Z","level":"INFO+2","msg":"notice level","g":{"x":1}}',
		{ level: "notice", message: "notice level", fields: { g: '{"x":1}' } },
	],
	[
		"go-slog",
		'{"time":"2026-08-05T01:15:19.582Z","level":"DEBUG-4","source":{"function":"main.main","file":"/a/main.go","line":24},"msg":"trace level"}',
		{ level: "trace", message: "trace level" },
	],
	[
		"logfmt",
		'time=2026-08-05T01:15:19.582Z level=ERROR+4 source=/a/main.go:28 msg="fatal level" err="no \\"route\\""',
		{ level: "fatal", fields: { source: "/a/main.go:28", err: 'no "route"' } },
	],
	// logrus 1.10
	[
		"logrus",
		'{"error":"no route","file":"/a/main.go:47","func":"main.main","level":"error","msg":"dial failed","time":"2026-08-05T01:15:19.582Z"}',
		{ level: "error", message: "dial failed", fields: { error: "no route" } },
	],
	[
		"logrus",
		"WARN[2026-08-05T01:15:19.582Z] peer joined                                   peer=A",
		{ level: "warn", message: "peer joined", fields: { peer: "A" } },
	],
	// pino 9
	[
		"pino",
		'{"level":40,"time":1785892519582,"pid":20974,"hostname":"vm","peer":"A","n":1,"msg":"slow"}',
		{ level: "warn", message: "slow", fields: { peer: "A", n: "1" } },
	],
	[
		"pino",
		'{"level":"trace","time":"2026-08-05T01:15:19.582Z","pid":20974,"hostname":"vm","message":"iso"}',
		{ level: "trace", message: "iso" },
	],
	[
		"pino",
		'{"level":30,"time":1785892519582,"pid":20974,"hostname":"vm","peer":"A"}',
		{ message: "", fields: { peer: "A" } },
	],
	// winston 3
	[
		"winston",
		'{"level":"http","message":"slow","peer":"A","timestamp":"2026-08-05T01:15:19.582Z"}',
		{ level: "info", message: "slow", fields: { peer: "A" } },
	],
	[
		"winston",
		'info: peer joined {"peer":"A","timestamp":"2026-08-05T01:15:19.582Z"}',
		{ level: "info", message: "peer joined", fields: { peer: "A" } },
	],
	// tracing-subscriber 0.3, `json().flatten_event(true)`
	[
		"rust-tracing",
		'{"timestamp":"2026-08-05T01:15:19.582Z","level":"INFO","message":"listening","addr":"/ip4/10.0.0.7/tcp/5000","n":3,"target":"x::swarm","span":{"name":"inner"}}',
		{
			message: "listening",
			fields: { addr: "/ip4/10.0.0.7/tcp/5000", n: "3", target: "x::swarm" },
		},
	],
	[
		"rust-tracing",
		'{"timestamp":"2026-08-05T01:15:19.582Z","level":"WARN","x":"Some(\\"a\\")","target":"x::swarm"}',
		{ level: "warn", message: "", fields: { x: 'Some("a")' } },
	],
	// The Rust test node of dst-libp2p-test-node
	[
		"rust-tracing",
		"2026-08-05T01:15:19.582Z  INFO rust_test_node: Mesh details meshSize=6, peersConnected=11, dialed=10",
		{
			message: "Mesh details",
			fields: { meshSize: "6", peersConnected: "11", dialed: "10" },
		},
	],
	// env_logger 0.11
	[
		"env-logger",
		"[2026-08-05T01:15:19.582Z ERROR src/main.rs:17 a::b] dial failed id=7",
		{
			level: "error",
			message: "dial failed",
			fields: { id: "7", target: "a::b", caller: "src/main.rs:17" },
		},
	],
	// py-libp2p 0.8: libp2p/utils/logging.py, interop/perf, examples/nat
	[
		"python-text",
		"2026-08-05 01:15:19,582 - libp2p.identity.identify - WARNING - no answer - yet",
		{
			level: "warn",
			message: "no answer - yet",
			fields: { logger: "libp2p.identity.identify" },
		},
	],
	[
		"python-text",
		"2026-08-05 01:15:19,582 [INFO] [perf] connected",
		{ level: "info", message: "connected", fields: { logger: "perf" } },
	],
	[
		"python-text",
		"2026-08-05 01:15:19,582 | nat.dialer | DEBUG | dialing",
		{ level: "debug", message: "dialing", fields: { logger: "nat.dialer" } },
	],
	// The publishers of 10ksim
	[
		"python-text",
		"2026-08-05 01:15:19,582 - INFO - traffic_sync.py:56 - Message 7 sent",
		{ message: "Message 7 sent", fields: { caller: "traffic_sync.py:56" } },
	],
	[
		"python-text",
		"2026-08-05 01:15:19,582 [INFO] Message 7 sent",
		{ message: "Message 7 sent" },
	],
])("the real line is read: %s %s", (format, line, expected) => {
	expect(parseOne(line)).toMatchObject({
		format,
		time: NS,
		unparsed: 0,
		...expected,
	});
});

test("Shadow's progress has the simulated time", () => {
	expect(
		parseOne(
			"Progress: 49% — simulated: 00:01:00.500/00:02:00, realtime: 00:00:03, processes failed: 1",
		),
	).toMatchObject({
		format: "shadow",
		time: 946684860500000000n,
		message: "Progress",
		fields: {
			percent: "49",
			simulationEnd: "00:02:00",
			realtime: "00:00:03",
			processesFailed: "1",
		},
	});
});

test("klog's times get the year of the collector's", () => {
	const lines = [
		[
			"2026-01-01T00:00:01.000000000Z",
			'E1231 23:59:59.500000   23808 main.go:53] "dial failed" err="no route" peer="A B" n=1',
		],
		[
			"2026-01-01T00:00:01.000000000Z",
			"I0101 00:00:00.500000       1 main.go:51] peer joined",
		],
	].map(([at, line]) => `${at} stderr F ${line}\n`);
	const { rows, tally } = parseAll(lines);
	expect(rows).toMatchObject([
		{
			time: 1767225599500000000n,
			level: "error",
			message: "dial failed",
			fields: '{"err":"no route","peer":"A B","n":"1","caller":"main.go:53"}',
		},
		{ time: 1767225600500000000n, level: "info", message: "peer joined" },
	]);
	expect(tally.unparsed).toEqual([]);
});

test("Rust's Pretty: each record has its fields, its place and its spans", () => {
	// tracing-subscriber 0.3, `pretty()`
	const text = `  2026-08-05T01:15:19.582000Z  INFO x::swarm: listening, addr: "/ip4/10.0.0.7, tcp", n: 3
    at src/main.rs:2
    in x::swarm::inner
    in x::swarm::run with id: 1, peer: "a b"

  2026-08-05T01:15:19.582000Z DEBUG x::swarm: multi
line
    at src/main.rs:3

  2026-08-05T01:15:19.582000Z ERROR x::swarm: dial failed: a, b
    at src/main.rs:4

2026-08-05T01:15:19.582000Z  INFO x: after
`;
	const { rows, tally } = parseAll(text);
	expect(
		rows.map(({ fields, ...row }) => ({
			...row,
			fields: JSON.parse(String(fields)),
		})),
	).toMatchObject([
		{
			time: NS,
			line: 1,
			level: "info",
			message: "listening",
			fields: {
				addr: "/ip4/10.0.0.7, tcp",
				n: "3",
				caller: "src/main.rs:2",
				span: "x::swarm::run",
				id: "1",
				peer: "a b",
				target: "x::swarm",
			},
		},
		{ line: 6, message: "multi\nline", fields: { caller: "src/main.rs:3" } },
		{ line: 10, message: "dial failed: a, b", level: "error" },
		{ line: 13, format: "rust-tracing" },
	]);
	expect(tally).toMatchObject({ lines: 13, continuations: 9, unparsed: [] });
	const coloured = text
		.replaceAll("    at", "    \x1b[2;3mat\x1b[0m")
		.replaceAll(/ (DEBUG|INFO|ERROR) /g, " \x1b[32m$1\x1b[0m ");
	expect(parseAll(coloured).rows).toEqual(rows);
});

test.each([
	["pino", '{"level":30,"pid":20974,"hostname":"vm","msg":"untimed"}'],
	["go-zerolog", '{"level":"info","message":"peer joined","peer":"A"}'],
	["go-zap", '{"level":"info","msg":"peer joined"}'],
	["logrus", "INFO[0000] peer joined                                   peer=A"],
	["env-logger", "[INFO  x] peer joined"],
	["go-zerolog", "3:04PM INF listening port=1"],
	["logfmt", "level=info msg=up"],
	["chronicles-text", "INF Listening on                               tid=1"],
	["chronicles-json", '{"lvl":"INF","msg":"Listening on","tid":1}'],
])(
	"%s without a time is reported, and read with the collector's",
	(format, line) => {
		expect(parseAll(`${line}\n`).tally.unparsed).toMatchObject([
			{ reason: `${format}: no time`, count: 1 },
		]);
		expect(
			parseAll(`2026-08-05T01:15:19.582Z stdout F ${line}\n`),
		).toMatchObject({
			rows: [{ time: NS, format }],
			tally: { unparsed: [] },
		});
	},
);

const received =
	"Received message                           tid=1 msgId=7 sentAt=1 current=2 delayMs=1";
test.each([
	["2026-08-05 01:15:19.582+00", NS],
	["2026-08-05 01:15:19.582 UTC", NS],
	["2026-08-05 01:15:19.582Z", NS],
	["2026-08-05T03:15:19.582+02", NS],
	["2026-08-04 21:45:19.582-0330", NS],
	["2024-02-29 00:00:00.000+00:00", 1709164800000000000n],
])("a head with the time %s is read", (head, time) => {
	expect(parseAll(`INF ${head} ${received}\n`).rows).toMatchObject([
		{ event: "test.received", time, msgId: 7n },
	]);
});

test.each([
	"01:15:19.582",
	"2026-08-05 01:15:19.582 CEST",
	"2023-02-29 01:15:19.582+00:00",
	"2026-04-31 01:15:19.582+00:00",
	"2100-02-29 01:15:19.582+00:00",
	"2026/08/05 01:15:19.582",
	"Aug  5 01:15:19",
	"2263-01-01 00:00:00.000+00:00",
	"1600-01-01 00:00:00.000+00:00",
])("a head with the time %s is unparsed", (head) => {
	const { rows, tally } = parseAll(`INF ${head} ${received}\n`);
	expect(rows).toEqual([]);
	expect(tally.unparsedCount).toBe(1);
});

test("a time without a date is no part of the message", () => {
	expect(
		parseAll(`2026-08-05T01:15:19.582Z stdout F INF 01:15:19.500 ${received}\n`)
			.rows,
	).toMatchObject([{ event: "test.received", time: NS, msgId: 7n }]);
});

/** An event as `kubectl get events -o json` prints it, in a list. */
const listed = (name: string, rest: object) => ({
	apiVersion: "v1",
	count: 3,
	eventTime: null,
	firstTimestamp: "2026-08-05T01:15:00Z",
	involvedObject: { kind: "Pod", name, namespace: "lab" },
	kind: "Event",
	lastTimestamp: "2026-08-05T01:15:19Z",
	message: 'Back-off restarting {"x": [1]}',
	metadata: { creationTimestamp: "2026-08-05T01:15:00Z", name: `${name}.17` },
	reason: "BackOff",
	reportingComponent: "",
	source: { component: "kubelet", host: "node-01" },
	type: "Warning",
	...rest,
});
const list = {
	apiVersion: "v1",
	items: [
		listed("pod-1", {}),
		// A series, as the scheduler and newer components report it.
		listed("pod-2", {
			count: undefined,
			eventTime: "2026-08-05T01:15:00.000001Z",
			firstTimestamp: null,
			lastTimestamp: null,
			series: { count: 7, lastObservedTime: "2026-08-05T01:15:19.582000Z" },
			source: {},
			reportingComponent: "default-scheduler",
			reportingInstance: "default-scheduler-node-02",
		}),
		listed("pod-3", {
			count: undefined,
			eventTime: null,
			firstTimestamp: null,
			lastTimestamp: null,
		}),
	],
	kind: "List",
	metadata: { resourceVersion: "" },
};
const events = [
	{
		name: "pod-1",
		time: 1785892519000000000n,
		count: 3n,
		component: "kubelet",
		host: "node-01",
		note: 'Back-off restarting {"x": [1]}',
	},
	{
		name: "pod-2",
		time: NS,
		count: 7n,
		component: "default-scheduler",
		host: "default-scheduler-node-02",
	},
	{ name: "pod-3", time: 1785892500000000000n, count: null },
];

test.each([
	["kubectl get events -o json", JSON.stringify(list, null, 4)],
	["one line", JSON.stringify(list)],
	[
		"kubectl get events -w -o json",
		list.items.map((item) => JSON.stringify(item, null, 4)).join("\n"),
	],
])("events and series of events are read as printed by %s", (_name, text) => {
	const after = "7 milliseconds: 12";
	const { rows, tally } = parseAll(`${text}\n${after}\n`);
	expect(rows).toMatchObject([{ id: 7n }, ...events]);
	expect(tally.unparsed).toEqual([]);
	expect(tally.eventCount).toBe(4);
	expect(tally.balanced).toBe(true);
});

test("a printed object that ends early or is of no format is unparsed, and loses no line", () => {
	const text = JSON.stringify(list, null, 4);
	for (const end of [10, 200, text.length - 2]) {
		const { tally } = parseAll(`${text.slice(0, end)}\n`);
		expect(tally.unparsedCount).toBeGreaterThan(0);
		expect(tally.balanced).toBe(true);
	}
	expect(parseAll('{\n    "a": 1\n}\n').tally).toMatchObject({
		unparsedCount: 1,
		continuations: 2,
	});
});

test("tracing's compact format has spans without braces, and an uptime is no date", () => {
	const compact =
		"2026-08-05T01:15:19.582Z  INFO swarm:dial: node::network: listening port=5000 peer=A\n";
	expect(parseOne(compact)).toMatchObject({
		message: "listening",
		fields: {
			port: "5000",
			peer: "A",
			span: "swarm:dial",
			target: "node::network",
		},
	});
	const line =
		"   0.500112041s  WARN swarm{id=1}: node::network: slow peer peer=A";
	const alone = parseAll([`${line}\n`]);
	expect(alone.tally.unparsed).toMatchObject([
		{ reason: "rust-tracing: no time" },
	]);
	const { rows } = parseAll([
		`2026-08-05T01:15:19.582000000Z stdout F ${line}\n`,
	]);
	expect(rows).toMatchObject([
		{ time: NS, level: "warn", message: "slow peer" },
	]);
});

test("status-go's signals have the collector's time, and its geth lines the year of it", () => {
	const at = "2026-08-05T01:15:19.582000000Z stdout F ";
	const { rows, tally } = parseAll([
		`${at}{"type":"messages.new","event":{"messages":[{"id":"0xab"}]}}\n`,
		`${at}{"type":"node.ready","event":null}\n`,
		`${at}EROR [08-05|01:15:19.582|node/node.go:41] dial failed                              err="no route"\n`,
		`${at}INFO [08-05|01:15:19.582] started\n`,
	]);
	expect(tally.unparsed).toEqual([]);
	expect(rows).toMatchObject([
		{
			time: NS,
			message: "messages.new",
			fields: JSON.stringify({ event: '{"messages":[{"id":"0xab"}]}' }),
		},
		{ time: NS, message: "node.ready", fields: "{}" },
		{
			time: NS,
			level: "error",
			message: "dial failed",
			fields: JSON.stringify({ err: "no route", caller: "node/node.go:41" }),
		},
		{ time: NS, level: "info", message: "started" },
	]);
});

test("a line with more fields than a record holds is told, whatever its format", () => {
	const fields = (count: number) =>
		Array.from({ length: count }, (_, index) => [`k${index}`, index]);
	const chronicles = (count: number) =>
		`INF 2026-08-05 01:15:19.582+00:00 Many                       ${fields(
			count,
		)
			.map((pair) => pair.join("="))
			.join(" ")}\n`;
	const json = (count: number) =>
		`${JSON.stringify({
			lvl: "INF",
			ts: "2026-08-05 01:15:19.582+00:00",
			msg: "Many",
			...Object.fromEntries(fields(count)),
		})}\n`;
	for (const line of [chronicles(300), json(300)])
		expect(parseAll([line]).tally.unparsed).toMatchObject([
			{ reason: "more than 256 fields", count: 1 },
		]);
	for (const line of [chronicles(256), json(250)])
		expect(parseAll([line]).tally.unparsed).toEqual([]);
});

test("without a collector's time, klog's year is the latest before the file was written", () => {
	const parser = new LogParser({ schemas: [] });
	const stream = parser.stream("old", {
		writtenBefore: Date.UTC(2021, 0, 2) / 1000,
	});
	stream.write(
		Buffer.from(
			"I1231 23:59:59.500000       1 main.go:53] last year\nI0101 00:00:00.500000       1 main.go:51] this year\nI0301 00:00:00.000000       1 main.go:51] year before\n",
		),
	);
	stream.end();
	const times = parser
		.end()
		.flatMap(toRows)
		.map(({ time }) =>
			new Date(Number(BigInt(time as bigint) / 1_000_000n)).getUTCFullYear(),
		);
	expect(times).toEqual([2020, 2021, 2020]);
});
