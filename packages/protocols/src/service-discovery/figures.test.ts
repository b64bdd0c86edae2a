import { beforeAll, expect, test } from "vitest";
import { figuresOfLines, nim } from "../testing.ts";

/** SHA-256 of `chat1`, as nim-libp2p logs it. */
const CHAT1 =
	"key:936997257CBAD579BDB4590B1BE8B4D990AD3F81A6EE4162DCB399A6925F7107";

const interest = (second: number, service = CHAT1) =>
	nim(
		second,
		"starting interest for service",
		`tid=1 serviceId=${service}`,
		"NTC",
	);
const found = (second: number, peer: string, service = CHAT1) =>
	nim(
		second,
		"found peer offering service",
		`tid=1 peerId=${peer} serviceId=${service}`,
		"NTC",
	);
const advertising = (second: number) =>
	nim(second, "Advertising service", "tid=1 service=chat1 dataLen=0", "NTC");
const round = (second: number, peers: number) =>
	nim(
		second,
		"Lookup completed",
		`tid=1 service=chat1 advertisements=${peers * 2} uniquePeers=${peers}`,
		"NTC",
	);

let figures: Awaited<ReturnType<typeof figuresOfLines>>;
beforeAll(async () => {
	figures = await figuresOfLines({
		"popular-0": [advertising(1)],
		"popular-1": [advertising(1)],
		"popular-2": [advertising(1)],
		"hunter-0": [
			interest(10),
			found(10.5, "12D*a"),
			round(11, 0),
			found(12, "12D*b"),
			found(13, "12D*a"),
			found(14, "12D*c"),
			round(15, 3),
			// A second search, timed from its own start.
			interest(20),
			found(21, "12D*b"),
			// A service without a provider.
			interest(30, "key:00"),
		],
		// Offers the service itself, and is not expected to find itself.
		"hybrid-0": [advertising(1), interest(10), found(11, "12D*a")],
	});
}, 60_000);

test("each search: peers found of peers expected, and times until first, median, last and all", () => {
	expect(figures["service-discovery"]).toEqual([
		{
			node: "hunter-0",
			service: "chat1",
			began_s: 0,
			found_peers: 3,
			expected: 4,
			first_ms: 500,
			p50_ms: 2000,
			last_ms: 4000,
			all_ms: null,
		},
		{
			node: "hunter-0",
			service: "chat1",
			began_s: 10,
			found_peers: 1,
			expected: 4,
			first_ms: 1000,
			p50_ms: 1000,
			last_ms: 1000,
			all_ms: null,
		},
		{
			node: "hunter-0",
			service: "key:00",
			began_s: 20,
			found_peers: 0,
			expected: null,
			first_ms: null,
			p50_ms: null,
			last_ms: null,
			all_ms: null,
		},
		{
			node: "hybrid-0",
			service: "chat1",
			began_s: 0,
			found_peers: 1,
			expected: 3,
			first_ms: 1000,
			p50_ms: 1000,
			last_ms: 1000,
			all_ms: null,
		},
	]);
});

test("the time to find a peer runs from the first search to the first time it was found", () => {
	expect(figures["service-discovery-peers"]).toEqual([
		{
			node: "hunter-0",
			service: CHAT1,
			peer: "12D*a",
			first_ms: 500,
			times_found: 2,
		},
		{
			node: "hunter-0",
			service: CHAT1,
			peer: "12D*b",
			first_ms: 2000,
			times_found: 2,
		},
		{
			node: "hunter-0",
			service: CHAT1,
			peer: "12D*c",
			first_ms: 4000,
			times_found: 1,
		},
		{
			node: "hybrid-0",
			service: CHAT1,
			peer: "12D*a",
			first_ms: 1000,
			times_found: 1,
		},
	]);
});

test("rounds, and rounds that found no peer", () => {
	expect(figures["service-discovery-rounds"]).toEqual([
		{
			node: "hunter-0",
			service_name: "chat1",
			rounds: 2,
			empty_rounds: 1,
			peers_max: 3,
			advertisements_max: 6,
		},
	]);
});
