import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createViews, Database, query } from "../tables/index.ts";
import { buildLedger } from "./build-ledger.ts";
import type { RunFacts } from "./facts.ts";
import {
	allReceipts,
	type Receipt,
	smallRun,
	writeReceipts,
	zero,
} from "./testing.ts";
import {
	anyClock,
	type Clock,
	coarseClock,
	MS,
	SECOND,
	steadyClock,
	steppedClock,
	wanderingClock,
} from "./true-clocks.ts";

let database: Database;
let folder: string;
let made = 0;

beforeAll(async () => {
	database = await Database.open();
	folder = await mkdtemp(join(tmpdir(), "clocks-"));
});
afterAll(async () => {
	database.close();
	await rm(folder, { recursive: true, force: true });
});

interface World {
	readonly nodes?: number;
	readonly messages?: number;
	/** Interval between messages, ns. */
	readonly every?: number;
	readonly clocks: Readonly<Record<string, Clock>>;
	/** True travel time of a message to a node, ns. */
	readonly way?: (message: number, node: number) => number;
	readonly change?: (facts: RunFacts) => RunFacts;
}

/** Uniform between 5 and 50 ms. */
const usualWay = (message: number, node: number) =>
	(5 + ((message * 7919 + node * 104_729) % 451) / 10) * MS;

interface Delivery {
	readonly message: number;
	readonly node: number;
	readonly latency_ns: number | null;
	readonly error_ns: number | null;
	readonly untimed: string;
	readonly truth: number;
}

/** Simulates a run whose true times are known, and reads its ledger. */
async function happen({
	nodes = 6,
	messages = 40,
	every = 200 * MS,
	clocks,
	way = usualWay,
	change = (facts) => facts,
}: World) {
	const plan = change(smallRun(nodes, messages));
	const facts: RunFacts = {
		...plan,
		run: `r${made++}`,
		messages: plan.messages.map((message, index) => {
			const at = zero + BigInt(Math.round(index * every));
			return { ...message, intended: at, sent: at };
		}),
	};
	const clockOf = (node: number) =>
		clocks[`host-${node % 2}`] ?? clocks[`relay-${node}`] ?? steadyClock(0);
	const shown = (node: number, time: number) =>
		zero + BigInt(Math.round(clockOf(node)(time)));
	const receipts = facts.messages.flatMap(({ id, publisher }, message) =>
		facts.nodes.map(({ node: pod }, node): Receipt => {
			const from = Number(publisher.slice("relay-".length));
			const time = message * every;
			const took = node === from ? 0 : way(message, node);
			return {
				pod,
				id,
				sent: shown(from, time),
				received: shown(node, time + took),
			};
		}),
	);
	await writeReceipts(database, join(folder, `in-${facts.run}`), receipts);
	await buildLedger(database, { folder, facts, receipts: "received" });
	await createViews(database, folder, facts.run);
	const rows = await database.rows<Omit<Delivery, "truth">>(
		"SELECT message, node, latency_ns, error_ns, untimed FROM ledger ORDER BY message, node",
	);
	const deliveries = rows.map((row) => ({
		...row,
		truth: way(row.message, row.node),
	}));
	const [latency] = await database.rows<Record<string, number | null>>(
		query("latency"),
	);
	const sorted = deliveries.map(({ truth }) => truth).sort((a, b) => a - b);
	return {
		deliveries,
		latency: latency as Record<string, number | null>,
		clocks: await database.rows<Record<string, number>>(
			"SELECT * FROM clocks ORDER BY from_host, to_host",
		),
		/** Returns the true percentile, by nearest rank. */
		true: (share: number) =>
			sorted[Math.ceil(share * sorted.length) - 1] as number,
	};
}

type Seen = Awaited<ReturnType<typeof happen>>;

/** Expects every latency and every percentile to be within its error bound. */
function expectTruth({ deliveries, latency, true: truth }: Seen): void {
	const wrong = deliveries.filter(
		({ latency_ns, error_ns, truth: real }) =>
			latency_ns !== null &&
			(latency_ns < 0 ||
				(error_ns as number) < 0 ||
				Math.abs(latency_ns - real) > (error_ns as number) + 1),
	);
	expect(wrong).toEqual([]);
	for (const [name, share] of [
		["p50", 0.5],
		["p95", 0.95],
		["p99", 0.99],
		["max", 1],
	] as const) {
		const real = truth(share);
		expect([name, latency[`${name}_low_ns`]]).toEqual([
			name,
			expect.toSatisfy((low: number) => low <= real + 1),
		]);
		expect([name, latency[`${name}_high_ns`]]).toEqual([
			name,
			expect.toSatisfy(
				(high: number | null) => high === null || high >= real - 1,
			),
		]);
	}
}

const near = (value: number | null | undefined, real: number, by: number) =>
	expect(Math.abs((value ?? Number.NaN) - real)).toBeLessThanOrEqual(by);

describe("latencies between two machines", () => {
	test("are right if one clock is 40 ms ahead", async () => {
		const seen = await happen({
			clocks: { "host-0": steadyClock(0), "host-1": steadyClock(40 * MS) },
		});
		expectTruth(seen);
		near(seen.latency.p50_ns, seen.true(0.5), 1 * MS);
		near(seen.clocks[0]?.offset_ns, 40 * MS, 1 * MS);
		expect(seen.clocks[0]?.moved_ns).toBe(0);
	});

	test("are right if a clock is set by 300 ms during the run", async () => {
		const seen = await happen({
			clocks: {
				"host-0": steadyClock(0),
				"host-1": steppedClock(steadyClock(0), 5 * SECOND, 300 * MS),
			},
		});
		expectTruth(seen);
		expect(seen.latency.measured).toBe(seen.latency.deliveries);
		near(seen.latency.p50_ns, seen.true(0.5), 2 * MS);
		near(seen.latency.p95_ns, seen.true(0.95), 3 * MS);
		expect(seen.clocks[0]?.moved_ns).toBeGreaterThan(250 * MS);
	});

	test("are right if a clock drifts by 600 ppm", async () => {
		const seen = await happen({
			messages: 200,
			clocks: { "host-0": steadyClock(0), "host-1": steadyClock(0, 600) },
		});
		expectTruth(seen);
		expect(seen.latency.measured).toBe(seen.latency.deliveries);
		near(seen.latency.p50_ns, seen.true(0.5), 1 * MS);
		near(seen.latency.p95_ns, seen.true(0.95), 2 * MS);
	});

	test("are right if a time server makes a clock oscillate by 1.5 ms", async () => {
		const lan = (message: number, node: number) =>
			(0.3 + ((message * 7919 + node * 104_729) % 471) / 100) * MS;
		const seen = await happen({
			messages: 200,
			way: lan,
			clocks: {
				"host-0": steadyClock(0),
				"host-1": wanderingClock(1.5 * MS, 20 * SECOND),
			},
		});
		expectTruth(seen);
		expect(seen.latency.measured).toBe(seen.latency.deliveries);
		near(seen.latency.p50_ns, seen.true(0.5), 0.3 * MS);
		near(seen.latency.p95_ns, seen.true(0.95), 0.5 * MS);
	});

	test("are right if a clock is set while a message is in flight", async () => {
		const late = (message: number, node: number) =>
			message === 20 && node === 1 ? 3 * SECOND : usualWay(message, node);
		const seen = await happen({
			way: late,
			clocks: {
				"host-0": steadyClock(0),
				"host-1": steppedClock(steadyClock(0), 5 * SECOND, 300 * MS),
			},
		});
		expectTruth(seen);
		near(
			seen.deliveries.find(({ truth }) => truth === 3 * SECOND)?.latency_ns,
			3 * SECOND,
			310 * MS,
		);
	});

	test("are not measurable if messages go in one direction only", async () => {
		const seen = await happen({
			clocks: { "host-0": steadyClock(0), "host-1": steadyClock(30 * MS) },
			change: (facts) => ({
				...facts,
				messages: facts.messages.map((message) => ({
					...message,
					publisher: "relay-0",
				})),
			}),
		});
		expectTruth(seen);
		expect(seen.latency).toMatchObject({
			deliveries: 200,
			measured: 80,
			p50_high_ns: null,
			max_high_ns: null,
		});
		expect(await database.rows(query("untimed"))).toEqual([
			{
				from_host: "host-0",
				to_host: "host-1",
				reason: "no messages both ways between the two clocks",
				deliveries: 120,
			},
		]);
		const [message] = await database.rows(query("latency-by-message"));
		expect(message).toMatchObject({
			delivered: 5,
			measured: 2,
			reach50_ns: null,
		});
	});

	test("do not assume one clock for nodes whose machines are unknown", async () => {
		const seen = await happen({
			clocks: { "host-0": steadyClock(0), "host-1": steadyClock(120 * MS) },
			change: (facts) => ({
				...facts,
				nodes: facts.nodes.map((node) => ({ ...node, host: "" })),
			}),
		});
		expectTruth(seen);
		near(seen.latency.p50_ns, seen.true(0.5), 5 * MS);
	});

	test("within one machine are those of its clock, except while it was set", async () => {
		const seen = await happen({
			messages: 60,
			every: 100 * MS,
			clocks: {
				"host-0": steadyClock(0),
				"host-1": steppedClock(steadyClock(0), 3.012 * SECOND, -300 * MS),
			},
		});
		expectTruth(seen);
		const own = seen.deliveries.filter(
			({ message, node }) => message % 2 === node % 2,
		);
		const sure = own.filter(({ error_ns }) => (error_ns as number) < 0.1 * MS);
		expect(sure.length).toBeGreaterThan(0.8 * own.length);
	});

	test("are within their bounds for any drift, and whenever a clock is set", async () => {
		await fc.assert(
			fc.asyncProperty(
				anyClock,
				anyClock,
				fc.double({ min: 2, max: 6, noNaN: true }),
				fc.double({ min: -800 * MS, max: 800 * MS, noNaN: true }),
				fc.array(fc.double({ min: 0.2 * MS, max: 90 * MS, noNaN: true }), {
					minLength: 240,
					maxLength: 240,
				}),
				async (a, b, at, by, ways) => {
					expectTruth(
						await happen({
							nodes: 4,
							messages: 60,
							every: 131 * MS,
							way: (message, node) => ways[message * 4 + node] as number,
							clocks: {
								"host-0": a,
								"host-1": steppedClock(b, at * SECOND, by),
							},
						}),
					);
				},
			),
			{ numRuns: 10 },
		);
	}, 300_000);
});

describe("clocks that show whole", () => {
	/** 0.3 to 5 ms, as between machines on one switch. */
	const lan = (message: number, node: number) =>
		(0.3 + ((message * 7919 + node * 104_729) % 471) / 100) * MS;

	test.each([
		["microseconds", 1000],
		["milliseconds", MS],
		["hundredths of a second", 10 * MS],
		["seconds", SECOND],
	])(
		"%s: the resolution is part of the error, on one machine and between two",
		async (_, unit) => {
			const seen = await happen({
				clocks: {
					"host-0": coarseClock(steadyClock(0), unit, zero),
					"host-1": coarseClock(steadyClock(33.3 * MS, 40), unit, zero),
				},
				way: lan,
			});
			expectTruth(seen);
			expect(seen.latency.measured).toBe(200);
		},
	);

	test("milliseconds, of one of two machines", async () => {
		expectTruth(
			await happen({
				clocks: { "host-0": coarseClock(steadyClock(0), MS, zero) },
				way: lan,
			}),
		);
	});
});

test("latencies in whole milliseconds are accurate to a millisecond", async () => {
	const facts = smallRun(6, 40);
	const truth = (message: number, node: number) =>
		0.3 + ((message * 7 + node * 3) % 47) / 10;
	await writeReceipts(
		database,
		join(folder, "in-echo"),
		allReceipts(facts).map((receipt) => {
			const message = facts.messages.findIndex(({ id }) => id === receipt.id);
			const node = facts.nodes.findIndex(({ node }) => node === receipt.pod);
			const whole = BigInt(Math.floor(truth(message, node)));
			return { ...receipt, received: receipt.sent + whole * 1_000_000n };
		}),
	);
	await buildLedger(database, {
		folder,
		facts: { ...facts, run: "echo" },
		receipts: "received",
		resolutionNs: 1_000_000,
	});
	await createViews(database, folder, "echo");
	const rows = await database.rows<Omit<Delivery, "truth">>(
		"SELECT message, node, latency_ns, error_ns FROM ledger WHERE latency_ns IS NOT NULL",
	);
	expect(rows).toHaveLength(200);
	expect(
		rows.filter(
			({ message, node, latency_ns, error_ns }) =>
				Math.abs((latency_ns ?? 0) - truth(message, node) * MS) >
				(error_ns ?? 0),
		),
	).toEqual([]);
});
