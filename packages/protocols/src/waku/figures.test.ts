import { beforeAll, expect, test } from "vitest";
import { figuresOfLines, nim } from "../testing.ts";

const hash = (message: number) => `0x${String(message).padEnd(64, "a")}`;
const ns = (second: number) =>
	1_785_892_500_000_000_000n + BigInt(Math.round(second * 1000)) * 1_000_000n;
const received = (second: number, message: number, from: string, me: string) =>
	nim(
		second,
		"received relay message",
		`topics="waku relay" tid=7 my_peer_id=${me} msg_hash=${hash(message)} from_peer_id=${from} receivedTime=${ns(second)}`,
		"DBG",
	);
const sent = (second: number, message: number, to: string, me: string) =>
	nim(
		second,
		"sent relay message",
		`topics="waku relay" tid=7 my_peer_id=${me} msg_hash=${hash(message)} to_peer_id=${to} sentTime=${ns(second)}`,
		"DBG",
	);
const of = (second: number, text: string, message: number, more = "") =>
	nim(
		second,
		text,
		`topics="waku" tid=7 msg_hash=${hash(message)} ${more}`.trimEnd(),
	);
const push = (second: number, message: number) =>
	nim(
		second,
		"handling lightpush request",
		`topics="waku lightpush" tid=7 my_peer_id=16U*s peer_id=16U*c msg_hash=${hash(message)} receivedTime=${ns(second)}`,
		"NTC",
	);

let figures: Awaited<ReturnType<typeof figuresOfLines>>;
beforeAll(async () => {
	const query = (second: number, id: string) =>
		nim(
			second,
			"received store query request",
			`tid=7 peerId=16U*q requestId=${id}`,
		);
	const base64 = (message: number) =>
		Buffer.from(hash(message).slice(2), "hex").toString("base64");
	figures = await figuresOfLines({
		// a publishes message 1 to b, b sends it to c; a and c both send it to d, and c's arrives first.
		"relay-a-0": [
			of(1, "start publish Waku message", 1, "pubsubTopic=/waku/2/rs/2/0"),
			sent(1, 1, "16U*b", "16U*a"),
			sent(1, 1, "16U*d", "16U*a"),
		],
		"relay-b-0": [
			received(1.1, 1, "16U*a", "16U*b"),
			sent(1.1, 1, "16U*c", "16U*b"),
			received(5.25, 2, "16U*s", "16U*b"),
		],
		"relay-c-0": [
			received(1.3, 1, "16U*b", "16U*c"),
			sent(1.3, 1, "16U*d", "16U*c"),
		],
		"relay-d-0": [
			received(1.4, 1, "16U*c", "16U*d"),
			received(1.5, 1, "16U*a", "16U*d"),
		],
		"store-0": [
			of(2, "message archived", 1, "insertDuration=0.002"),
			of(2, "message archived", 1, "insertDuration=0.004"),
			of(6, "failed to insert message", 2, "error=locked"),
			query(10, "r1"),
			nim(
				10.2,
				"sending store query response",
				"tid=7 peerId=16U*q requestId=r1 messages=60",
			),
			query(11, "r2"),
			nim(
				11.1,
				"store query failed",
				'topics="waku store" tid=7 requestId=r2 error=locked',
				"ERR",
			),
		],
		"get-store-messages-0": [
			`['${base64(1)}', '${base64(1)}', '${base64(9)}']`,
		],
		"fserver-0": [
			of(2, "pushing message to subscribed peers", 1),
			of(2.5, "pushed message succesfully to all subscribers", 1, "numPeers=2"),
			of(6, "pushing message to subscribed peers", 2),
			of(26, "timed out pushing message to peers", 2, "numPeers=1"),
		],
		"fclient-0": [
			of(2.1, "Received message push", 1, "peerId=16U*f"),
			of(2.2, "Received message push", 1, "peerId=16U*f"),
		],
		"fclient-1": [
			of(2.1, "Received message push", 1, "peerId=16U*f"),
			of(7.25, "Received message push", 2, "peerId=16U*f"),
		],
		"lpclient-0": [
			nim(
				5,
				"publish",
				`topics="waku lightpush client" tid=7 myPeerId=16U*c peerId=16U*s msgHash=${hash(2)} sentTime=${ns(5)}`,
			),
		],
		"lpserver-0": [
			push(5.05, 2),
			push(6, 3),
			of(
				6,
				"Lightpush request has not been published to any peers",
				3,
				"reason=NoPeersToPublish",
			),
		],
	});
}, 60_000);

test("dissemination tree: hops along first deliveries", () => {
	expect(figures["dissemination-tree"]).toEqual([
		{
			hops: 1,
			deliveries: 2,
			message_count: 2,
			behind_first_p50_ms: 0,
			behind_first_max_ms: 0,
		},
		{
			hops: 2,
			deliveries: 1,
			message_count: 1,
			behind_first_p50_ms: 200,
			behind_first_max_ms: 200,
		},
		{
			hops: 3,
			deliveries: 1,
			message_count: 1,
			behind_first_p50_ms: 300,
			behind_first_max_ms: 300,
		},
	]);
});

test("slow edges: latency of each edge, slowest first", () => {
	expect(
		figures["slow-edges"]?.map(({ sender, receiver, p50_ms }) => [
			sender,
			receiver,
			p50_ms,
		]),
	).toEqual([
		["16U*a", "16U*d", 500],
		["16U*b", "16U*c", 200],
		["16U*a", "16U*b", 100],
		["16U*c", "16U*d", 100],
	]);
});

test("store: archived messages, queries, and messages listed by a checker", () => {
	expect(figures["store-archive"]).toEqual([
		{
			store: "store-0",
			known_messages: 2,
			archived: 1,
			archived_known: 1,
			not_archived: 1,
			failures: 1,
			insert_p50_ms: 2,
			insert_p99_ms: 4,
		},
	]);
	expect(figures["store-queries"]).toEqual([
		{
			store: "store-0",
			queries: 2,
			clients: 1,
			answered: 1,
			failures: 1,
			messages_sent: 60,
			p50_ms: 200,
			p99_ms: 200,
		},
	]);
	expect(figures["store-completeness"]).toEqual([
		{
			checker: "get-store-messages-0",
			answer_line: 1,
			listed: 3,
			distinct_listed: 2,
			known_messages: 2,
			listed_known: 1,
			not_listed: 1,
			listed_unknown: 1,
		},
	]);
});

test("filter: pushes by a server, deliveries to a client", () => {
	expect(figures["filter-pushes"]).toEqual([
		{
			server: "fserver-0",
			pushes: 2,
			complete: 1,
			timed_out: 1,
			complete_share: 0.5,
			p50_ms: 500,
			p99_ms: 500,
		},
	]);
	const client = { known_messages: 2, p50_ms: 1000 };
	expect(figures["filter-deliveries"]).toEqual([
		{
			client: "fclient-0",
			...client,
			got: 1,
			missed: 1,
			duplicates: 1,
			p95_ms: 1000,
			max_ms: 1000,
		},
		{
			client: "fclient-1",
			...client,
			got: 2,
			missed: 0,
			duplicates: 0,
			p95_ms: 2000,
			max_ms: 2000,
		},
	]);
});

test("lightpush: a message succeeds if a relay node receives it", () => {
	expect(figures["lightpush-success"]).toEqual([
		{
			server: "lpserver-0",
			message_count: 2,
			relayed_count: 1,
			not_relayed: 1,
			refused_count: 1,
			success_share: 0.5,
			to_server_p50_ms: 50,
			to_first_relay_p50_ms: 200,
			to_first_relay_max_ms: 200,
		},
	]);
});
