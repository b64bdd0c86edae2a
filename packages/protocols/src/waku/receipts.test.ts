import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { receiptsOf } from "@lab/analysis/ledger";
import { logFiles } from "@lab/analysis/sources";
import { createViews, Database, writeEvents } from "@lab/analysis/tables";
import { afterAll, beforeAll, expect, test } from "vitest";
import { eventSchemas, protocols } from "../registry.ts";
import { nim } from "../testing.ts";

const hash = (message: number) => `0x${String(message).padEnd(64, "0")}`;
const id = (message: number) => BigInt(`0x${String(message).padEnd(15, "0")}`);
const ms = (at: number) => 1_785_892_500_000_000_000n + BigInt(at) * 1_000_000n;

const published = (at: number, message: number) =>
	nim(
		at / 1000,
		"start publish Waku message",
		`topics="waku relay" tid=7 msg_hash=${hash(message)} pubsubTopic=/waku/2/rs/2/0`,
	);
const sent = (at: number, message: number) =>
	nim(
		at / 1000,
		"sent relay message",
		`topics="waku relay" tid=7 my_peer_id=16U*a msg_hash=${hash(message)} to_peer_id=16U*b sentTime=${ms(at)}`,
	);
const received = (at: number, message: number) =>
	nim(
		at / 1000,
		"received relay message",
		`topics="waku relay" tid=7 my_peer_id=16U*b msg_hash=${hash(message)} from_peer_id=16U*a receivedTime=${ms(at)}`,
	);

const logs: Readonly<Record<string, readonly string[]>> = {
	// Publishes message 1, and sends it to two peers.
	"relay-0": [published(100, 1), sent(102, 1), sent(105, 1)],
	// Its clock is slow: by its log, it forwards message 1 before it is published.
	"relay-1": [received(30, 1), sent(31, 1), received(200, 2), sent(201, 2)],
	"relay-2": [
		received(120, 1),
		received(210, 2),
		received(300, 3),
		nim(
			0.4,
			"Received message",
			`tid=1 msgId=7 sentAt=${ms(380)} current=${ms(400)} delayMs=20`,
		),
	],
	"lpserver-0": [
		nim(
			0.5,
			"handling lightpush request",
			`topics="waku lightpush" tid=7 my_peer_id=16U*s peer_id=16U*c msg_hash=${hash(4)} receivedTime=${ms(500)}`,
		),
	],
};

let folder: string;
let database: Database;
let rows: readonly Record<string, unknown>[];
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), "receipts-"));
	database = await Database.open();
	await mkdir(join(folder, "logs"));
	for (const [node, lines] of Object.entries(logs))
		await writeFile(join(folder, `logs/${node}.log`), `${lines.join("\n")}\n`);
	await writeEvents(
		database,
		logFiles(join(folder, "logs")),
		{
			start: 0n,
			end: 2n ** 62n,
			namespace: "lab",
			workloads: ["relay", "lpserver"],
		},
		{ folder, run: "r", schemas: eventSchemas },
	);
	await createViews(database, folder, "r");
	const view = await receiptsOf(database, folder, "r", protocols);
	rows = await database.rows(
		`SELECT pod, id, sent_ns, received_ns FROM ${view} ORDER BY received_ns`,
	);
});
afterAll(async () => {
	database.close();
	await rm(folder, { recursive: true });
});

const receipt = (pod: string, message: bigint) =>
	rows.find((row) => row.pod === pod && BigInt(row.id as bigint) === message);

test("a message's time is its publisher's first send, even if a forwarder's clock gives an earlier time", () => {
	for (const pod of ["relay-1", "relay-2"])
		expect(receipt(pod, id(1))).toMatchObject({ sent_ns: ms(102) });
	expect(receipt("relay-2", id(1))).toMatchObject({ received_ns: ms(120) });
});

test("if no publisher is logged, the first send counts", () => {
	expect(receipt("relay-2", id(2))).toMatchObject({ sent_ns: ms(201) });
});

test("if no send is logged, the time is unknown", () => {
	expect(receipt("relay-2", id(3))).toMatchObject({ sent_ns: null });
	expect(receipt("lpserver-0", id(4))).toMatchObject({
		sent_ns: null,
		received_ns: ms(500),
	});
});

test("the receiver's log of nim-libp2p contains the time of sending", () => {
	expect(receipt("relay-2", 7n)).toMatchObject({
		sent_ns: ms(380),
		received_ns: ms(400),
	});
});
