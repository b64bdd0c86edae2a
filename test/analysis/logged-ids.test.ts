import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { analyseRun } from "@lab/analysis/ledger";
import { createViews, Database, query } from "@lab/analysis/tables";
import { protocols } from "@lab/protocols";
import type { Plan, PublishRecord } from "@lab/record";
import { smallPlan } from "@lab/record/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

/** One publish request, and the id that the node gives the message. */
interface Sent {
	readonly node: string;
	readonly atMs: number;
	readonly answerMs?: number;
	readonly result?: PublishRecord["result"];
	/** Id chosen by the node. */
	readonly id: bigint;
	/** Whether the publisher's own log line is lost. */
	readonly lineLost?: boolean;
}

const ZERO = 1_785_892_519_584_000_000n;
const ns = (ms: number) => ZERO + BigInt(Math.round(ms * 1e6));
const stamp = (at: bigint) =>
	`${new Date(Number(at / 1_000_000n)).toISOString().replace("T", " ").slice(0, 23)}+00:00`;

type Lines = (sent: Sent, nodes: readonly string[]) => [string, string][];

/** Log lines of nim-libp2p's test node, by 10ksim's contract. */
const libp2p: Lines = ({ node, atMs, id, lineLost }, nodes) => [
	...(lineLost
		? []
		: ([
				[
					node,
					`INF ${stamp(ns(atMs + 2))} Sent message                               tid=1 msgId=${id} timestamp=${ns(atMs + 2)}`,
				],
			] as [string, string][])),
	...nodes
		.filter((one) => one !== node)
		.map((one): [string, string] => [
			one,
			`INF ${stamp(ns(atMs + 9))} Received message                           tid=1 msgId=${id} sentAt=${ns(atMs + 2)} current=${ns(atMs + 9)} delayMs=7`,
		]),
];

const hashOf = (id: bigint) =>
	`0x${id.toString(16).padStart(15, "0")}${"ab".repeat(24)}c`;

/** Log lines of nwaku: the publisher logs only the hash, and each hop logs both ends. */
const waku: Lines = ({ node, atMs, id, lineLost }, nodes) => [
	...(lineLost
		? []
		: ([
				[
					node,
					`NTC ${stamp(ns(atMs + 2))} start publish Waku message                 topics="waku relay" tid=7 file=protocol.nim:624 msg_hash=${hashOf(id)} pubsubTopic=/waku/2/rs/2/0`,
				],
			] as [string, string][])),
	...nodes
		.filter((one) => one !== node)
		.flatMap((one): [string, string][] => [
			[
				node,
				`DBG ${stamp(ns(atMs + 2))} sent relay message                         topics="waku relay" tid=7 file=protocol.nim:231 my_peer_id=16U*GiNg1a msg_hash=${hashOf(id)} msg_id=b9cf to_peer_id=16U*wJXtuH topic=/waku/2/rs/0/0 sentTime=${ns(atMs + 2)}`,
			],
			[
				one,
				`DBG ${stamp(ns(atMs + 9))} received relay message                     topics="waku relay" tid=7 file=protocol.nim:221 my_peer_id=16U*wJXtuH msg_hash=${hashOf(id)} msg_id=b9cf from_peer_id=16U*GiNg1a topic=/waku/2/rs/0/0 receivedTime=${ns(atMs + 9)}`,
			],
		]),
];

/** Log line of go-waku in its default format, with colours. */
const goLine = (at: number, what: string, fields: string) =>
	`${new Date(Number(ns(at) / 1_000_000n)).toISOString()}\t\u001b[35mDEBUG\u001b[0m\trelay.messages\t${what}\t{"node": "16Uiu2HAmMo5upYZAGzPTSEpLz28erC5utP2pZwGeTaBNP4WRL34x", "pubsubTopic": "/waku/2/rs/2/0", ${fields}}`;
const goPublished = (at: number, hash: string) =>
	goLine(
		at,
		"relay/waku_relay.go:321\twaku.relay published",
		`"hash": "${hash}", "publishTime": ${ns(at)}, "payloadSizeBytes": 1000`,
	);
const goReceived = (at: number, hash: string) =>
	goLine(
		at,
		"relay/metrics.go:66\twaku.relay received",
		`"hash": "${hash}", "receivedTime": ${ns(at)}, "payloadSizeBytes": 1000`,
	);

/** Log lines of go-waku, whose publisher also logs its own message as received. */
const goWaku: Lines = ({ node, atMs, id, lineLost }, nodes) => [
	...(lineLost
		? []
		: ([[node, goPublished(atMs + 2, hashOf(id))]] as [string, string][])),
	...nodes.map((one): [string, string] => [
		one,
		goReceived(atMs + 9, hashOf(id)),
	]),
];

let database: Database;
let folder: string;
let made = 0;

beforeAll(async () => {
	database = await Database.open();
	folder = await mkdtemp(join(tmpdir(), "logged-ids-"));
});
afterAll(async () => {
	database.close();
	await rm(folder, { recursive: true, force: true });
});

async function outcomes(
	lines: Lines,
	sent: readonly Sent[],
	change: (plan: Omit<Plan, "hash" | "schema">) => void = () => {},
): Promise<Record<string, number>> {
	const run = join(folder, `run-${made++}`);
	await mkdir(join(run, "logs"), { recursive: true });
	const plan = smallPlan({
		nodes: 4,
		change: (open) => {
			const [step] = open.timeline;
			if (step?.kind !== "publish") throw new Error("no traffic");
			step.request = { ...step.request, idFrom: { kind: "log" } };
			step.messages = sent.map(({ node, atMs }, index) => ({
				id: String(1000 + index),
				atMs,
				node,
			}));
			change(open);
		},
	});
	const nodes = Array.from({ length: 4 }, (_, index) => `relay-${index}`);
	const event = { runner: "test", seq: 0, at: String(ns(-1000)) };
	const files = {
		"plan.json": plan,
		// One machine has one clock, so every latency can be measured.
		"nodes.json": [
			nodes.map((node) => ({
				node,
				group: "relay",
				namespace: plan.namespace,
				urls: {},
				host: "machine",
			})),
		],
		"events.jsonl": [
			{ ...event, kind: "timeline-started", zero: String(ZERO) },
			{
				...event,
				kind: "outcome",
				at: String(ns(60_000)),
				outcome: "succeeded",
			},
		],
		"publishes.jsonl": sent.map(
			({ node, atMs, answerMs = 5, result = "acknowledged" }, index) => ({
				step: "traffic",
				node,
				id: String(1000 + index),
				intended: String(ns(atMs)),
				sent: String(ns(atMs)),
				result,
				...(result === "acknowledged" && { answerMs }),
			}),
		),
	};
	for (const [name, content] of Object.entries(files))
		await writeFile(
			join(run, name),
			[content]
				.flat()
				.map((one) => `${JSON.stringify(one)}\n`)
				.join(""),
		);
	const written = sent.flatMap((one) => lines(one, nodes));
	for (const node of new Set([...nodes, ...written.map(([of]) => of)]))
		await writeFile(
			join(run, "logs", `${node}.log`),
			written
				.flatMap(([of, line]) => (of === node ? [`${line}\n`] : []))
				.join(""),
		);
	const analysed = await analyseRun(database, run, protocols);
	await createViews(database, analysed.tables, analysed.run);
	const rows = await database.rows<{
		outcome: string;
		reason: string;
		pairs: number;
	}>(query("outcomes"));
	return Object.fromEntries(
		rows.map(({ outcome, reason, pairs }) => [
			[outcome, reason].filter(Boolean).join(": "),
			pairs,
		]),
	);
}

const NOT_LOGGED = "unobservable: its id is not in the publisher's log";
const AMBIGUOUS =
	"unobservable: the publisher's log does not show which message has which id";

describe.each([
	{ kind: "nim-libp2p", lines: libp2p },
	{ kind: "nwaku", lines: waku },
	{ kind: "go-waku", lines: goWaku },
])("ids that are only in the logs of $kind", ({ lines }) => {
	const one: Sent = { node: "relay-0", atMs: 0, id: 2n ** 58n + 7n };
	const other: Sent = { node: "relay-1", atMs: 0, id: 2n ** 57n + 9n };

	test("are assigned to the planned messages of each publisher in order", async () => {
		expect(
			await outcomes(lines, [
				one,
				other,
				{ ...one, atMs: 100, id: 3n },
				{ ...one, atMs: 3000, id: 4n },
			]),
		).toEqual({ delivered: 12 });
	});

	test("show a delivery that did not happen as missing", async () => {
		const deaf: Lines = (sent, nodes) =>
			lines(sent, nodes).filter(([node]) => sent !== one || node !== "relay-3");
		expect(await outcomes(deaf, [one, other])).toEqual({
			delivered: 5,
			"missing: not logged, for no known reason": 1,
		});
	});

	test("are not assigned if two requests overlapped", async () => {
		expect(
			await outcomes(lines, [
				{ ...one, answerMs: 50 },
				{ ...one, atMs: 20, id: 3n },
				{ ...one, atMs: 5000, id: 4n },
			]),
		).toEqual({ delivered: 3, [AMBIGUOUS]: 6 });
	});

	test("are not assigned to another message if the publisher's line is lost", async () => {
		expect(
			await outcomes(lines, [
				{ ...one, lineLost: true },
				{ ...one, atMs: 9000, id: 3n },
			]),
		).toEqual({ delivered: 3, [NOT_LOGGED]: 3 });
		expect(
			await outcomes(lines, [
				{ ...one, lineLost: true },
				{ ...one, atMs: 200, id: 3n },
			]),
		).toEqual({ [AMBIGUOUS]: 6 });
	});

	test("do not make a message count as published that was neither acknowledged nor logged", async () => {
		expect(
			await outcomes(lines, [
				{ ...one, lineLost: true, result: "unanswered" },
				other,
			]),
		).toMatchObject({
			delivered: 3,
			"unobservable: never published: unanswered": 3,
		});
	});
});

test("a message is expected only at the groups that should receive it", async () => {
	const only = await outcomes(
		libp2p,
		[{ node: "relay-0", atMs: 0, id: 7n }],
		({ groups, timeline }) => {
			const [relay] = groups;
			const [step] = timeline;
			if (relay === undefined || step?.kind !== "publish") throw new Error();
			groups.push({ ...relay, name: "other", replicas: 50 });
			step.receivers = ["relay"];
		},
	);
	expect(only).toEqual({ delivered: 3 });
});

describe("a network of go-waku and nwaku", () => {
	const ofGo = new Set(["relay-2", "relay-3"]);
	/** Log lines in which each node uses the format of its own program. */
	const mixed =
		(nameForGo: (id: bigint) => string = hashOf): Lines =>
		(sent, nodes) => {
			const { node, atMs, id } = sent;
			return [
				...(ofGo.has(node)
					? ([[node, goPublished(atMs + 2, nameForGo(id))]] as [
							string,
							string,
						][])
					: []),
				...waku(sent, nodes).filter(([one]) => !ofGo.has(one)),
				...nodes.flatMap((one): [string, string][] =>
					ofGo.has(one) ? [[one, goReceived(atMs + 9, nameForGo(id))]] : [],
				),
			];
		};
	const fromNim: Sent = { node: "relay-0", atMs: 0, id: 2n ** 58n + 7n };
	const fromGo: Sent = { node: "relay-2", atMs: 3000, id: 2n ** 57n + 9n };

	test("shows every delivery, whichever program published", async () => {
		expect(await outcomes(mixed(), [fromNim, fromGo])).toEqual({
			delivered: 6,
		});
		expect(
			await database.rows<{ latency_ns: number }>(
				"SELECT DISTINCT latency_ns FROM ledger",
			),
		).toEqual([{ latency_ns: 7_000_000 }]);
	});

	test.each([
		{ to: "relay-3", lost: fromNim, id: fromNim.id },
		{ to: "relay-1", lost: fromGo, id: fromGo.id },
	])("names the message that $to did not receive", async ({ to, lost, id }) => {
		const lossy: Lines = (sent, nodes) =>
			mixed()(sent, nodes).filter(([one]) => sent !== lost || one !== to);
		expect(await outcomes(lossy, [fromNim, fromGo])).toEqual({
			delivered: 5,
			"missing: not logged, for no known reason": 1,
		});
		expect(await database.rows(query("missing"))).toMatchObject([
			{ id, node: to },
		]);
	});

	test("shows deliveries as missing if the two do not exchange messages", async () => {
		const apart: Lines = (sent, nodes) =>
			mixed()(sent, nodes).filter(
				([one]) => ofGo.has(one) === ofGo.has(sent.node),
			);
		expect(await outcomes(apart, [fromNim, fromGo])).toEqual({
			delivered: 2,
			"missing: not logged, for no known reason": 4,
		});
	});

	test("shows deliveries as unobservable if the hashes of the two differ", async () => {
		const older = mixed((id) => hashOf(id ^ 0xfffn));
		expect(await outcomes(older, [fromNim, fromGo])).toEqual({
			delivered: 2,
			"unobservable: the hashes in go-waku's log differ from nwaku's": 4,
		});
	});
});

describe("browser nodes, which log only their peer id", () => {
	const peers: Readonly<Record<string, string>> = {
		"client-0": "12D3KooWQ4kEq8Fg6NJ8ZTCVnqyPtrkzsfj5GFdbXMARcm6rYpXJ",
		"client-1": "12D3KooWEChVMMMzV8acJ53mJHrw1pQ27UAGkCxWXLJutbeUMvVu",
	};
	const short = (peer = "") => `${peer.slice(0, 3)}*${peer.slice(-6)}`;
	const peerInfo = (node: string, atMs: number) =>
		`${new Date(Number(ns(atMs) / 1_000_000n)).toISOString()} waku:endpoint-handler:info [getPeerInfo] Result: {
  "peerId": "${peers[node]}",
  "multiaddrs": [],
  "peers": []
}`;

	/** Log lines of browser nodes that push to `relay-0`, which relays to the others. */
	const browser: Lines = (sent, nodes) => [
		...(sent.lineLost
			? []
			: ([[sent.node, peerInfo(sent.node, sent.atMs - 500)]] as [
					string,
					string,
				][])),
		[
			"relay-0",
			`NTC ${stamp(ns(sent.atMs + 1))} handling lightpush request                 topics="waku lightpush" tid=7 file=protocol.nim:66 my_peer_id=16U*GiNg1a peer_id=${short(peers[sent.node])} requestId=db01 pubsubTopic=/waku/2/rs/2/0 msg_hash=${hashOf(sent.id)} receivedTime=${ns(sent.atMs + 1)}`,
		],
		...waku({ ...sent, node: "relay-0" }, nodes),
	];
	const push = (sent: readonly Sent[], lines = browser) =>
		outcomes(lines, sent, ({ groups, timeline }) => {
			const [relay] = groups;
			const [step] = timeline;
			if (relay === undefined || step?.kind !== "publish") throw new Error();
			groups.push({ ...relay, name: "client", replicas: 2 });
			step.receivers = ["relay"];
		});
	const one: Sent = { node: "client-0", atMs: 0, id: 2n ** 58n + 7n };
	const other: Sent = { node: "client-1", atMs: 100, id: 2n ** 57n + 9n };

	test("have the ids that their server logs for them", async () => {
		expect(await push([one, other, { ...one, atMs: 4000, id: 3n }])).toEqual({
			delivered: 12,
		});
	});

	test("show a delivery that a relay did not receive as missing", async () => {
		const lossy: Lines = (sent, nodes) =>
			browser(sent, nodes).filter(
				([node]) => sent !== other || node !== "relay-3",
			);
		expect(await push([one, other], lossy)).toEqual({
			delivered: 7,
			"missing: not logged, for no known reason": 1,
		});
		expect(await database.rows(query("missing"))).toMatchObject([
			{ id: other.id, node: "relay-3" },
		]);
	});

	test("have no ids if the peer id is not logged, or if two pushes overlap", async () => {
		expect(await push([{ ...one, lineLost: true }, other])).toEqual({
			delivered: 4,
			[NOT_LOGGED]: 4,
		});
		expect(
			await push([
				{ ...one, answerMs: 50 },
				{ ...one, atMs: 20, id: 3n },
			]),
		).toEqual({ [AMBIGUOUS]: 8 });
	});
});

describe("ids that only receivers log: the time of sending, as Go and Rust nodes print it", () => {
	const echo: Lines = ({ node, atMs }, nodes) => [
		[
			node,
			`${new Date(Number(ns(atMs) / 1_000_000n)).toISOString().slice(0, 19).replaceAll("-", "/").replace("T", " ")} Publishing`,
		],
		...nodes
			.filter((one) => one !== node)
			.map((one): [string, string] => [one, `${ns(atMs + 2)} milliseconds: 7`]),
	];
	const sent = [0, 1, 2, 3].map(
		(index): Sent => ({
			node: `relay-${index}`,
			atMs: index * 1000,
			id: BigInt(index),
		}),
	);

	test("are assigned to the planned messages of all publishers in order", async () => {
		expect(await outcomes(echo, sent)).toEqual({ delivered: 12 });
	});

	test("show a delivery that did not happen as missing", async () => {
		const deaf: Lines = (one, nodes) =>
			echo(one, nodes).filter(
				([node]) => one.atMs !== 1000 || node !== "relay-3",
			);
		expect(await outcomes(deaf, sent)).toEqual({
			delivered: 11,
			"missing: not logged, for no known reason": 1,
		});
	});

	test("leave a message that reached nobody without an id", async () => {
		const lost: Lines = (one, nodes) =>
			echo(one, nodes).filter(
				([node]) => one.atMs !== 9000 || node === "relay-0",
			);
		expect(
			await outcomes(lost, [...sent, { node: "relay-0", atMs: 9000, id: 9n }]),
		).toMatchObject({ [NOT_LOGGED]: 3 });
	});
});
