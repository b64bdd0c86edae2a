import { protocolMeasures } from "@lab/analysis/report";
import { expect, test } from "vitest";
import { protocols } from "./registry.ts";

const measured = (figures: Parameters<typeof protocolMeasures>[0]) =>
	protocolMeasures(figures, protocols);

const hub = (change: Record<string, unknown>) => ({
	hub: "hub-0",
	cap: 0,
	connected_max: 20,
	outbound_dropped: 0,
	watermarks: "within",
	...change,
});

test("protocols that a run does not use have no measures", () => {
	expect(measured({})).toEqual({});
});

test("lookup success is weighted by number of lookups, p95 is the slowest node's", () => {
	expect(
		measured({
			"kad-lookups": [
				{ node: "probe-0", lookups: 90, successes: 90, p95_ms: 200 },
				{ node: "probe-1", lookups: 10, successes: 0, p95_ms: 30_000 },
			],
		}),
	).toEqual({ "kad.lookups.success": 0.9, "kad.lookups.p95": 30_000 });
});

test("services.found is the worst search, ignoring services without a provider", () => {
	expect(
		measured({
			"service-discovery": [
				{ found_peers: 5, expected: 5 },
				{ found_peers: 1, expected: 4 },
				{ found_peers: 0, expected: null },
			],
		}),
	).toEqual({ "services.found": 0.25 });
});

test("hubs that violate a limit and peers dropped wrongly are counted", () => {
	expect(
		measured({
			"connection-manager": [
				hub({ watermarks: "above" }),
				hub({ cap: 19 }),
				hub({ cap: 20, outbound_dropped: 2 }),
			],
			"connection-manager-groups": [
				{ pod_group: "guarded", peers_dropped: 1, drops_within_grace: 0 },
				{ pod_group: "late", peers_dropped: 4, drops_within_grace: 3 },
			],
		}),
	).toEqual({
		"hubs.above-mark": 1,
		"hubs.above-cap": 1,
		"hubs.outbound-dropped": 2,
		"hubs.guarded-dropped": 1,
		"hubs.dropped-in-grace": 3,
	});
});

test("messages missing at stores and filter clients are summed, lightpush success is a ratio", () => {
	expect(
		measured({
			"store-archive": [{ not_archived: 0 }, { not_archived: 3 }],
			"filter-deliveries": [{ missed: 1 }, { missed: 1 }],
			"lightpush-success": [
				{ relayed_count: 9, message_count: 10 },
				{ relayed_count: 10, message_count: 10 },
			],
		}),
	).toEqual({
		"store.not-archived": 3,
		"filter.missed": 2,
		"lightpush.success": 0.95,
	});
});
