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
	for (const node of nodes)
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
