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

test("the report says of which nodes the log store lacks lines", () => {
	const shipped = (stored: number, differing: readonly string[]) => ({
		kind: "shipped" as const,
		seq: 9,
		at: "1785892519584947712",
		runner: "here/1#0",
		lines: 140,
		sent: 140,
		stored,
		differing: differing.map((node) => ({ node, lines: 25, stored: 23 })),
	});
	const { details } = sectionsOf(
		[
			runFigures({ run: "whole", shipped: shipped(140, []) }),
			runFigures({ run: "short", shipped: shipped(138, ["relay-0"]) }),
			runFigures({ run: "files only" }),
		],
		[],
	);
	expect(details.find(({ title }) => title === "Log store")).toMatchObject({
		rows: [
			["whole", 140, 140, 140, "", ""],
			["short", 140, 140, 138, "relay-0: 23 of 25", ""],
		],
		tones: [undefined, "no"],
	});
});
