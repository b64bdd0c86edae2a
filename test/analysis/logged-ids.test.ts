import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { analyseRun } from "@lab/analysis/ledger";
import { createViews, Database, query } from "@lab/analysis/tables";
import type { Plan, PublishRecord } from "@lab/record";
import { smallPlan } from "@lab/record/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

/** What a publish of ours looks like to the node, and what the node writes of it. */
interface Sent {
	readonly node: string;
	readonly atMs: number;
	readonly answerMs?: number;
	readonly result?: PublishRecord["result"];
	/** Drawn by the node. */
	readonly id: bigint;
	/** The publisher's own line is lost on its way. */
	readonly untold?: boolean;
}

const ZERO = 1_785_892_519_584_000_000n;
const ns = (ms: number) => ZERO + BigInt(Math.round(ms * 1e6));
const stamp = (at: bigint) =>
	`${new Date(Number(at / 1_000_000n)).toISOString().replace("T", " ").slice(0, 23)}+00:00`;

type Lines = (sent: Sent, nodes: readonly string[]) => [string, string][];

/** 10ksim's contract: nim-libp2p's test node. */
const libp2p: Lines = ({ node, atMs, id, untold }, nodes) => [
	...(untold
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

/** And nwaku: the publisher names only the hash, each hop both ends. */
const waku: Lines = ({ node, atMs, id, untold }, nodes) => [
	...(untold
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

/** What go-waku writes unless it is told otherwise: in colours. */
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

/** go-waku: the publisher hears itself too. */
const goWaku: Lines = ({ node, atMs, id, untold }, nodes) => [
	...(untold
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
	const analysed = await analyseRun(database, run);
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

const UNTOLD = "unobservable: its publisher's log does not tell its id";
const SEVERAL =
	"unobservable: its publisher's log does not tell which of its messages has which id";

describe.each([
	{ kind: "nim-libp2p", lines: libp2p },
	{ kind: "nwaku", lines: waku },
	{ kind: "go-waku", lines: goWaku },
])("ids that only the logs of $kind tell", ({ lines }) => {
	const one: Sent = { node: "relay-0", atMs: 0, id: 2n ** 58n + 7n };
	const other: Sent = { node: "relay-1", atMs: 0, id: 2n ** 57n + 9n };

	test("are those of the planned messages, publisher by publisher, in their order", async () => {
		expect(
			await outcomes(lines, [
				one,
				other,
				{ ...one, atMs: 100, id: 3n },
				{ ...one, atMs: 3000, id: 4n },
			]),
		).toEqual({ delivered: 12 });
	});

	test("leave a delivery that did not come missing", async () => {
		const deaf: Lines = (sent, nodes) =>
			lines(sent, nodes).filter(([node]) => sent !== one || node !== "relay-3");
		expect(await outcomes(deaf, [one, other])).toEqual({
			delivered: 5,
			"missing: no line, and nothing excuses it": 1,
		});
	});

	test("are nobody's where two requests were under way at once", async () => {
		expect(
			await outcomes(lines, [
				{ ...one, answerMs: 50 },
				{ ...one, atMs: 20, id: 3n },
				{ ...one, atMs: 5000, id: 4n },
			]),
		).toEqual({ delivered: 3, [SEVERAL]: 6 });
	});

	test("are not another's where the publisher's line is lost", async () => {
		expect(
			await outcomes(lines, [
				{ ...one, untold: true },
				{ ...one, atMs: 9000, id: 3n },
			]),
		).toEqual({ delivered: 3, [UNTOLD]: 3 });
		expect(
			await outcomes(lines, [
				{ ...one, untold: true },
				{ ...one, atMs: 200, id: 3n },
			]),
		).toEqual({ [SEVERAL]: 6 });
	});

	test("do not make a message published that nobody acknowledged and no log tells of", async () => {
		expect(
			await outcomes(lines, [
				{ ...one, untold: true, result: "unanswered" },
				other,
			]),
		).toMatchObject({
			delivered: 3,
			"unobservable: never published: unanswered": 3,
		});
	});
});

test("a message is expected only of the groups that it is for", async () => {
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
	/** Each node writes as its own program does. */
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

	test("has every delivery told, whoever published", async () => {
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
	])("names the message that $to did not get", async ({ to, lost, id }) => {
		const lossy: Lines = (sent, nodes) =>
			mixed()(sent, nodes).filter(([one]) => sent !== lost || one !== to);
		expect(await outcomes(lossy, [fromNim, fromGo])).toEqual({
			delivered: 5,
			"missing: no line, and nothing excuses it": 1,
		});
		expect(await database.rows(query("missing"))).toMatchObject([
			{ id, node: to },
		]);
	});

	test("in which nothing passes between the two is no matter of names", async () => {
		const apart: Lines = (sent, nodes) =>
			mixed()(sent, nodes).filter(
				([one]) => ofGo.has(one) === ofGo.has(sent.node),
			);
		expect(await outcomes(apart, [fromNim, fromGo])).toEqual({
			delivered: 2,
			"missing: no line, and nothing excuses it": 4,
		});
	});

	test("whose hashes are not the same blames nobody", async () => {
		const older = mixed((id) => hashOf(id ^ 0xfffn));
		expect(await outcomes(older, [fromNim, fromGo])).toEqual({
			delivered: 2,
			"unobservable: go-waku's log has other hashes than nwaku's": 4,
		});
	});
});

describe("browser nodes, which tell only who they are", () => {
	const peers: Readonly<Record<string, string>> = {
		"client-0": "12D3KooWQ4kEq8Fg6NJ8ZTCVnqyPtrkzsfj5GFdbXMARcm6rYpXJ",
		"client-1": "12D3KooWEChVMMMzV8acJ53mJHrw1pQ27UAGkCxWXLJutbeUMvVu",
	};
	const short = (peer = "") => `${peer.slice(0, 3)}*${peer.slice(-6)}`;
	const asked = (node: string, atMs: number) =>
		`${new Date(Number(ns(atMs) / 1_000_000n)).toISOString()} waku:endpoint-handler:info [getPeerInfo] Result: {
  "peerId": "${peers[node]}",
  "multiaddrs": [],
  "peers": []
}`;

	/** They push to `relay-0`, which relays to the others. */
	const browser: Lines = (sent, nodes) => [
		...(sent.untold
			? []
			: ([[sent.node, asked(sent.node, sent.atMs - 500)]] as [
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

	test("have the ids that their server names them with", async () => {
		expect(await push([one, other, { ...one, atMs: 4000, id: 3n }])).toEqual({
			delivered: 12,
		});
	});

	test("have what a relay did not get missing", async () => {
		const lossy: Lines = (sent, nodes) =>
			browser(sent, nodes).filter(
				([node]) => sent !== other || node !== "relay-3",
			);
		expect(await push([one, other], lossy)).toEqual({
			delivered: 7,
			"missing: no line, and nothing excuses it": 1,
		});
		expect(await database.rows(query("missing"))).toMatchObject([
			{ id: other.id, node: "relay-3" },
		]);
	});

	test("are not known by one that was never asked, nor by two pushes at once", async () => {
		expect(await push([{ ...one, untold: true }, other])).toEqual({
			delivered: 4,
			[UNTOLD]: 4,
		});
		expect(
			await push([
				{ ...one, answerMs: 50 },
				{ ...one, atMs: 20, id: 3n },
			]),
		).toEqual({ [SEVERAL]: 8 });
	});
});
