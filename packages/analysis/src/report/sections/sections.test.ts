import { expect, test } from "vitest";
import { runFigures } from "../testing.ts";
import { sectionsOf } from "./index.ts";

test("the metrics say over which window rates are taken, or why there are none", () => {
	const peers = {
		query: "libp2p-peers",
		series: "relay-0",
		last_value: 5,
		median_value: 5,
		min_value: 5,
		max_value: 5,
	};
	const run = (name: string, rates: { ms: number; lack?: string }) =>
		runFigures({ run: name, samples: [peers], rates });
	const { details } = sectionsOf(
		[
			run("long", { ms: 121_000 }),
			run("short", { ms: 20_000, lack: "the run is too short" }),
		],
		[],
	);
	const metrics = details.find(({ title }) => title.startsWith("Metrics"));
	expect(metrics?.note).toContain("long: rates are over 121 s.");
	expect(metrics?.note).toContain(
		"short: rates are not measurable: the run is too short.",
	);
});
