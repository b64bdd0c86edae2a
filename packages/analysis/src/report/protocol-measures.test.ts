import { expect, test } from "vitest";
import { protocolMeasures } from "./protocol-measures.ts";

const hub = (change: Record<string, unknown>) => ({
	hub: "hub-0",
	cap: 0,
	most_at_once: 20,
	outbound_dropped: 0,
	watermarks: "within",
	...change,
});

test("of protocols that a run does not speak nothing is measured", () => {
	expect(protocolMeasures({ protocols: {} })).toEqual({});
});

test("lookups are weighed by their number, their time is that of the slowest node", () => {
	expect(
		protocolMeasures({
			protocols: {
				"kad-lookups": [
					{ node: "probe-0", lookups: 90, successes: 90, p95_ms: 200 },
					{ node: "probe-1", lookups: 10, successes: 0, p95_ms: 30_000 },
				],
			},
		}),
	).toEqual({ "kad.lookups.success": 0.9, "kad.lookups.p95": 30_000 });
});

test("the search that found least counts; one for what nobody offers does not", () => {
	expect(
		protocolMeasures({
			protocols: {
				"service-discovery": [
					{ found_peers: 5, expected: 5 },
					{ found_peers: 1, expected: 4 },
					{ found_peers: 0, expected: null },
				],
			},
		}),
	).toEqual({ "services.found": 0.25 });
});

test("hubs are counted by what they did wrong, and peers by their group", () => {
	expect(
		protocolMeasures({
			protocols: {
				"connection-manager": [
					hub({ watermarks: "above" }),
					hub({ cap: 19 }),
					hub({ cap: 20, outbound_dropped: 2 }),
				],
				"connection-manager-groups": [
					{ peers_of: "guarded", peers_dropped: 1, drops_within_grace: 0 },
					{ peers_of: "late", peers_dropped: 4, drops_within_grace: 3 },
				],
			},
		}),
	).toEqual({
		"hubs.above-mark": 1,
		"hubs.above-cap": 1,
		"hubs.outbound-dropped": 2,
		"hubs.guarded-dropped": 1,
		"hubs.dropped-in-grace": 3,
	});
});

test("what stores and filter clients lack is summed, what was pushed is a part", () => {
	expect(
		protocolMeasures({
			protocols: {
				"store-archive": [{ not_archived: 0 }, { not_archived: 3 }],
				"filter-deliveries": [{ missed: 1 }, { missed: 1 }],
				"lightpush-success": [
					{ relayed_count: 9, message_count: 10 },
					{ relayed_count: 10, message_count: 10 },
				],
			},
		}),
	).toEqual({
		"store.not-archived": 3,
		"filter.missed": 2,
		"lightpush.success": 0.95,
	});
});
