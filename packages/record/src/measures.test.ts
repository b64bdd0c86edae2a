import { expect, test } from "vitest";
import { type MeasureName, measures } from "./measures.ts";

/** Written independently of the measures, so that a reversed or forgotten direction fails here. */
const better: Readonly<
	Record<MeasureName, readonly ["higher" | "lower", string]>
> = {
	"publishes.failed": ["lower", "an unsent message shows nothing"],
	"publishes.lateness.p99": ["lower", "the load should be as planned"],
	"nodes.lost": ["lower", "a lost node should have stayed"],
	"disturbances.unproven": [
		"lower",
		"an unseen disturbance may not have happened",
	],
	"scrapes.missing": ["lower", "a node without a scrape has no last value"],
	"clock.skew": ["lower", "latencies compare times of two clocks"],
	"logs.missing": ["lower", "a gap hides deliveries"],
	"delivery.ratio": ["higher", "1 is every delivery"],
	"delivery.missing": ["lower", "each was expected"],
	"delivery.duplicates": ["lower", "one delivery is enough"],
	"delivery.unobservable": ["lower", "each should have been observed"],
	"latency.p50": ["lower", "sooner is better"],
	"latency.p95": ["lower", "sooner is better"],
	"latency.p99": ["lower", "sooner is better"],
	"latency.max": ["lower", "sooner is better"],
	"mesh.degree.min": [
		"higher",
		"the node with the smallest mesh is the least redundant",
	],
	"peers.min": ["higher", "the node with the fewest peers is nearly isolated"],
	"kad.lookups.success": ["higher", "1 is every lookup"],
	"kad.lookups.p95": ["lower", "sooner is better"],
	"services.found": ["higher", "1 is every provider"],
	"hubs.above-mark": ["lower", "a hub should trim down to its high water mark"],
	"hubs.above-cap": ["lower", "a hard limit must not be exceeded"],
	"hubs.outbound-dropped": ["lower", "a hub should keep the peers it dialled"],
	"hubs.guarded-dropped": ["lower", "protected peers should stay"],
	"hubs.dropped-in-grace": [
		"lower",
		"new peers should stay for the grace period",
	],
	"store.not-archived": ["lower", "a store should archive every message"],
	"filter.missed": ["lower", "a client should receive every message"],
	"lightpush.success": ["higher", "1 is every pushed message"],
};

test("each measure has the documented direction", () => {
	const directions = (of: readonly (readonly [string, string])[]) =>
		Object.fromEntries(of);
	expect(
		directions(
			Object.entries(measures).map(([name, { better }]) => [name, better]),
		),
	).toEqual(
		directions(
			Object.entries(better).map(([name, [direction]]) => [name, direction]),
		),
	);
});
