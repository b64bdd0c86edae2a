import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { formats, wrappers } from "./registry.ts";
import { parseAll, parseOne } from "./testing.ts";

const NS = 1785892519582000000n;

test.each(formats)("$name knows its own example", ({ name, example }) => {
	const { tally } = parseAll(`${example}\n`);
	expect([...tally.formats]).toEqual([[name, 1]]);
	expect(tally.unparsed).toEqual([]);
});

test.each(formats)("$name is sure of no other format's example", (format) => {
	for (const other of formats.filter((one) => one !== format)) {
		const { example } = other;
		const own = other.detect(example, 0, example.length);
		expect(
			format.detect(example, 0, example.length),
			`${format.name} on ${other.name}`,
		).toBeLessThanOrEqual(own);
	}
});

test.each(wrappers)("$name hands on what it holds", ({ example }) => {
	const { tally } = parseAll(`${example}\n`);
	expect(tally.eventCount).toBe(1);
	expect(tally.unparsed).toEqual([]);
});

test("every format has a file of its own, and every file is registered", () => {
	const files = readdirSync(import.meta.dirname)
		.filter((file) => !/^_|\.test\.ts$/.test(file))
		.map((file) => file.replace(".ts", ""));
	const engine = ["batch", "file", "format", "parser", "record", "registry"];
	const rest = [...engine, "stream", "tally", "testing"];
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
		"go-zerolog",
		"3:04PM INF listening port=1",
		{ time: null, message: "listening", fields: { port: "1" } },
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
])("%s is of no format", (line) => {
	expect(parseOne(line).unparsed).toBe(1);
});

test("an object that js-waku prints over several lines is one record, and the next line another", () => {
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

test("a Kubernetes event of the newer API, watched", () => {
	const { rows } = parseAll(
		'{"type":"ADDED","object":{"kind":"Event","regarding":{"kind":"Pod","namespace":"lab","name":"pod-1"},"reason":"Unhealthy","note":"probe failed","type":"Warning","eventTime":"2026-08-05T01:15:19.582000Z","reportingComponent":"kubelet"}}\n',
	);
	expect(rows).toMatchObject([
		{ time: NS, reason: "Unhealthy", name: "pod-1", note: "probe failed" },
	]);
});

test("formats of one stream may change from line to line", () => {
	const lines = formats.map(({ example }) => example);
	const mixed = [...lines, ...lines.toReversed(), ...lines].join("\n");
	const { tally } = parseAll(`${mixed}\n`);
	expect(Object.fromEntries(tally.formats)).toEqual(
		Object.fromEntries(formats.map(({ name }) => [name, 3])),
	);
	expect(tally.unparsed).toEqual([]);
});

test.each([
	["[]", "waku.store-checked"],
	["['a', 'b']", "waku.store-checked"],
	["False", "waku.filter-checked"],
])("a checker's bare %s is %s", (line, event) => {
	const { rows, tally } = parseAll(`INFO:root:List of messages\n${line}\n`);
	expect(rows.map((row) => row.event)).toContain(event);
	expect(tally.unparsedCount).toBe(0);
});

test.each(["['a', 'b'", "Trues", "[1]", "INFO: root: x"])(
	"%s is no checker's answer and no line of Python's logging",
	(line) => {
		const { tally } = parseAll(`${line}\n`);
		expect(tally.formats.has("waku-checker")).toBe(false);
		expect(tally.formats.has("python-logging")).toBe(false);
		expect(tally.balanced).toBe(true);
	},
);
