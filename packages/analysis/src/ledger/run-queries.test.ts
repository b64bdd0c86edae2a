import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toMilliseconds } from "@lab/core";
import { smallPlan } from "@lab/record/testing";
import { expect, test } from "vitest";
import { expositionFiles } from "../sources/index.ts";
import { metricQueriesOf, rateWindowOf } from "./run-queries.ts";

const zero = 1_785_892_519_584n;
/** A run whose nodes start a minute before its timeline, of this length. */
const runOf = (seconds: number, scrapeIntervalMs = 15_000) => ({
	plan: {
		...smallPlan(),
		drain: { dwellMs: 500, scrapeIntervalMs },
	},
	start: (zero - 60_000n) * 1_000_000n,
	zero: zero * 1_000_000n,
	collected: (zero + BigInt(seconds) * 1000n) * 1_000_000n,
});

/** Rates of a node that receives 50 kB/s from the start of the timeline on. */
async function ratesOf(seconds: number, everyMs: number): Promise<number[]> {
	const query = metricQueriesOf(runOf(seconds, everyMs), {}).find(
		({ query }) => query.name === "libp2p-in",
	);
	if (query === undefined) throw new Error("no such query");
	const folder = await mkdtemp(join(tmpdir(), "rates-"));
	await writeFile(
		join(folder, "relay-0.prom"),
		Array.from(
			{ length: Math.floor((seconds * 1000) / everyMs) + 1 },
			(_, index) =>
				`libp2p_network_bytes_total{direction="in"} ${index * everyMs * 50} ${Number(zero) + index * everyMs}\n`,
		).join(""),
	);
	const rates: number[] = [];
	const source = expositionFiles(folder, { namespace: "lab-small" });
	for await (const { values } of source.range(query)) rates.push(...values);
	await rm(folder, { recursive: true });
	return rates;
}

test.each([
	[20, 5_000],
	[80, 15_000],
	[80, 30_000],
	[130, 30_000],
	[300, 30_000],
])(
	"in a run of %i s scraped every %i ms, 50 kB/s are 50 kB/s at every point",
	async (seconds, everyMs) => {
		const rates = await ratesOf(seconds, everyMs);
		expect(rates.length).toBeGreaterThan(0);
		for (const rate of rates) expect(rate).toBeCloseTo(50_000, 3);
	},
);

test.each([
	[1000, 15_000, 121_000],
	[242, 15_000, 121_000],
	[200, 15_000, 100_000],
	[80, 15_000, 60_000],
	[40, 15_000, 40_000],
	[1000, 60_000, 240_000],
])(
	"a run of %i s scraped every %i ms has rates over %i ms, within its timeline",
	(seconds, scrape, ms) => {
		const run = runOf(seconds, scrape);
		expect(rateWindowOf(run)).toEqual({ ms });
		for (const { query, scope, start, end } of metricQueriesOf(run, {})) {
			expect(end).toBe(run.collected);
			const window = BigInt(toMilliseconds(scope.rateWindow)) * 1_000_000n;
			const begin = query.rate ? start - window : start;
			expect(begin).toBeGreaterThanOrEqual(query.rate ? run.zero : run.start);
		}
	},
);

test("a run shorter than two scrapes has no rates, and says why", () => {
	expect(rateWindowOf(runOf(20))).toEqual({
		ms: 20_000,
		lack: "a rate needs two samples, but the run took 20 s and the scrape interval is 15 s",
	});
});

test("a window that is longer than the run is refused", () => {
	expect(() => metricQueriesOf(runOf(80), { rateWindow: "121s" })).toThrowError(
		expect.objectContaining({ code: "rate-window-too-long" }) as Error,
	);
	expect(() => metricQueriesOf(runOf(80), { rateWindow: "20s" })).toThrowError(
		expect.objectContaining({ code: "rate-window-too-short" }) as Error,
	);
});
