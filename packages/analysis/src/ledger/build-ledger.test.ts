import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ownFigures, readFigures } from "../figures/index.ts";
import { createViews, Database, query } from "../tables/index.ts";
import { buildLedger } from "./build-ledger.ts";
import type { Counter } from "./counters.ts";
import type { RunFacts } from "./facts.ts";
import {
	allReceipts,
	type Receipt,
	smallRun,
	writeReceipts,
	zero,
} from "./testing.ts";

let database: Database;
let folder: string;
let made = 0;

beforeAll(async () => {
	database = await Database.open();
	folder = await mkdtemp(join(tmpdir(), "ledger-"));
});
afterAll(async () => {
	database.close();
	await rm(folder, { recursive: true, force: true });
});

const facts = smallRun(6, 4);

async function outcomes(
	receipts: readonly Receipt[],
	given: RunFacts = facts,
	counters?: ReadonlyMap<string, Counter | number>,
	complete?: ReadonlyMap<string, bigint>,
): Promise<Record<string, number>> {
	const run = `r${made++}`;
	await writeReceipts(database, join(folder, `in-${run}`), receipts);
	await buildLedger(database, {
		folder,
		facts: { ...given, run },
		receipts: "received",
		...(counters && { counters }),
		...(complete && { complete }),
	});
	await createViews(database, folder, run);
	const rows = await database.rows<{
		outcome: string;
		reason: string;
		pairs: number;
	}>(query("outcomes"));
	return Object.fromEntries(
		rows.map(({ outcome, reason, pairs }) => [
			reason ? `${outcome}: ${reason}` : outcome,
			pairs,
		]),
	);
}

const except = (pod: string, id: bigint) => (receipt: Receipt) =>
	receipt.pod !== pod || receipt.id !== id;
/** The same delivery once more, a little later. */
const again = (receipt: Receipt, times: number): Receipt => ({
	...receipt,
	received: receipt.received + BigInt(times) * 1_000_003n,
});
const REPEATED = "duplicate: its line is in the log more than once";
const first = facts.messages[0]?.id as bigint;
const MISSING = "missing: not logged, for no known reason";
const UNDECIDED =
	"unobservable: undecided: the node counted messages that its log lacks";

describe("the ledger", () => {
	test("counts one delivery per message and node, except the publisher", async () => {
		expect(await outcomes(allReceipts(facts))).toEqual({ delivered: 20 });
	});

	test("names the delivery that is missing", async () => {
		expect(
			await outcomes(allReceipts(facts).filter(except("relay-3", first))),
		).toEqual({
			delivered: 19,
			[MISSING]: 1,
		});
		expect(await database.rows(query("missing"))).toMatchObject([
			{ id: first, node: "relay-3" },
		]);
	});

	test("does not let a duplicate hide a missing delivery", async () => {
		const receipts = allReceipts(facts).filter(except("relay-3", first));
		const duplicate = receipts.find(
			({ pod, id }) => pod === "relay-3" && id !== first,
		) as Receipt;
		expect(await outcomes([...receipts, again(duplicate, 1)])).toEqual({
			delivered: 18,
			duplicate: 1,
			[MISSING]: 1,
		});
	});

	test("says of a duplicate whether it is a line that is there again, with the same time", async () => {
		const receipts = allReceipts(facts).filter(except("relay-3", first));
		const twice = receipts.filter(({ pod }) => pod === "relay-4");
		expect(await outcomes([...receipts, ...twice])).toEqual({
			delivered: 15,
			[REPEATED]: 4,
			[MISSING]: 1,
		});
	});

	test("keeps a delivery that seems to have arrived before it was sent", async () => {
		const early = allReceipts(facts).map((receipt) =>
			receipt.pod === "relay-3"
				? { ...receipt, received: receipt.sent - 1_000_000n }
				: receipt,
		);
		expect(await outcomes(early)).toEqual({ delivered: 20 });
	});

	test("counts all deliveries of a run without log lines as missing", async () => {
		expect(await outcomes([])).toEqual({ [MISSING]: 20 });
	});

	test("counts a message that was never sent as unobservable everywhere", async () => {
		const messages = facts.messages.map((message) => {
			if (message.id !== first) return message;
			const { sent: _, ...rest } = message;
			return { ...rest, result: "unsent" as const };
		});
		expect(
			await outcomes(
				allReceipts(facts).filter(({ id }) => id !== first),
				{ ...facts, messages },
			),
		).toEqual({ delivered: 15, "unobservable: never published: unsent": 5 });
	});

	test("counts an acknowledged message that no node received as missing", async () => {
		expect(
			await outcomes(allReceipts(facts).filter(({ id }) => id !== first)),
		).toEqual({
			delivered: 15,
			[MISSING]: 5,
		});
	});

	test("counts deliveries to a node that was down as unobservable", async () => {
		const gaps = [
			{
				node: "relay-3",
				start: zero,
				end: zero + 500_000_000n,
				reason: "pod down" as const,
			},
		];
		expect(
			await outcomes(allReceipts(facts).filter(except("relay-3", first)), {
				...facts,
				gaps,
			}),
		).toEqual({ delivered: 19, "unobservable: pod down": 1 });
	});

	test("does not decide between collector and protocol if a node counted more than it logged", async () => {
		const counters = new Map(facts.nodes.map(({ node }) => [node, 4]));
		expect(
			await outcomes(
				allReceipts(facts).filter(except("relay-5", first)),
				facts,
				counters,
			),
		).toEqual({ delivered: 19, [UNDECIDED]: 1 });
		const check = await database.rows<{ node: string; loser: string }>(
			query("cross-check"),
		);
		expect(check.find(({ node }) => node === "relay-5")?.loser).toBe(
			"undecided",
		);
		expect(check.find(({ node }) => node === "relay-4")?.loser).toBe("none");
	});

	test("blames the protocol if the log shows the other messages that a node counted", async () => {
		const receipts = allReceipts(facts).filter(except("relay-5", first));
		const last = receipts.at(-1) as Receipt;
		const stray = { ...last, pod: "relay-5", id: 7n };
		expect(
			await outcomes(
				[...receipts, stray, stray],
				facts,
				new Map([["relay-5", 4]]),
			),
		).toEqual({ delivered: 19, [MISSING]: 1 });
		expect(await database.rows(query("cross-check"))).toContainEqual({
			node: "relay-5",
			expected: 4,
			logged: 3,
			unplanned: 1,
			counted: 4,
			loser: "protocol",
		});
	});

	test.each([
		["counted one message that the log lacks", { count: 2 }, 2],
		["counted two", { count: 3 }, 1],
		["counted three", { count: 4 }, 0],
		[
			"restarted, so that its counter may lack messages",
			{ count: 2, partial: true },
			0,
		],
	])(
		"of 3 undecided pairs at a node that %s, names how many were surely lost",
		async (_, counter, lost) => {
			const [kept] = facts.messages.slice(-1);
			const receipts = allReceipts(facts).filter(
				({ pod, id }) => pod !== "relay-5" || id === kept?.id,
			);
			expect(
				await outcomes(receipts, facts, new Map([["relay-5", counter]])),
			).toEqual({ delivered: 17, [UNDECIDED]: 3 });
			expect(await database.rows(query("undecided-losses"))).toEqual([
				{ losses: lost },
			]);
		},
	);

	test.each([
		["exactly as many messages as expected", 4],
		["more messages than expected", 9],
	])(
		"decides by sentinels what a counter of %s cannot: where no line is lost, the message is",
		async (_, count) => {
			const receipts = allReceipts(facts).filter(except("relay-5", first));
			const counters = new Map([["relay-5", count]]);
			expect(await outcomes(receipts, facts, counters)).toEqual({
				delivered: 19,
				[UNDECIDED]: 1,
			});
			const complete = new Map([["relay-5", zero + 60_000_000_000n]]);
			expect(await outcomes(receipts, facts, counters, complete)).toEqual({
				delivered: 19,
				[MISSING]: 1,
			});
			const early = new Map([["relay-5", zero - 1n]]);
			expect(await outcomes(receipts, facts, counters, early)).toEqual({
				delivered: 19,
				[UNDECIDED]: 1,
			});
		},
	);

	test("blames nobody for what a pod misses while it is down, even if its log has a gap at the restart", async () => {
		const gap = (reason: string) => ({
			node: "relay-5",
			start: zero - 1n,
			end: zero + 1_000_000n,
			reason,
		});
		expect(
			await outcomes(allReceipts(facts).filter(except("relay-5", first)), {
				...facts,
				gaps: [gap("restart: lines may be lost"), gap("pod down")],
			}),
		).toEqual({ delivered: 19, "unobservable: pod down": 1 });
	});

	test.each([
		["log gap", "collector"],
		["pod down", "pod down"],
		["restart: lines may be lost", "restart: lines may be lost"],
	])(
		"does not blame the protocol for what a gap of the log explains: %s",
		async (reason, loser) => {
			const gaps = [
				{ node: "relay-5", start: zero - 1n, end: zero + 1n, reason },
			];
			const complete = new Map([["relay-5", zero + 60_000_000_000n]]);
			expect(
				await outcomes(
					allReceipts(facts).filter(except("relay-5", first)),
					{ ...facts, gaps },
					new Map([["relay-5", 4]]),
					complete,
				),
			).toEqual({ delivered: 19, [`unobservable: ${reason}`]: 1 });
			expect(await database.rows(query("cross-check"))).toContainEqual(
				expect.objectContaining({ node: "relay-5", counted: 4, loser }),
			);
		},
	);

	test("blames the scraper if a counter stopped early", async () => {
		await outcomes(allReceipts(facts), facts, new Map([["relay-5", 2]]));
		const check = await database.rows<{ node: string; loser: string }>(
			query("cross-check"),
		);
		expect(check.find(({ node }) => node === "relay-5")?.loser).toBe("scraper");
	});

	test("blames the protocol for a message that both counter and logs lack", async () => {
		const counters = new Map([["relay-5", 3]]);
		expect(
			await outcomes(
				allReceipts(facts).filter(except("relay-5", first)),
				facts,
				counters,
			),
		).toMatchObject({ [MISSING]: 1 });
		const check = await database.rows<{ node: string; loser: string }>(
			query("cross-check"),
		);
		expect(check.find(({ node }) => node === "relay-5")?.loser).toBe(
			"protocol",
		);
	});

	test("blames a lost acknowledgement if the message arrived", async () => {
		const messages = facts.messages.map((message) => ({
			...message,
			result: "unanswered" as const,
		}));
		expect(await outcomes(allReceipts(facts), { ...facts, messages })).toEqual({
			delivered: 20,
		});
		expect(await database.rows(query("publishers"))).toMatchObject([
			{ result: "unanswered", seen: "received", loser: "acknowledgement" },
		]);
	});

	test("counts lines about unknown messages and nodes separately", async () => {
		const receipts = allReceipts(facts);
		const stray = { ...(receipts[0] as Receipt), id: 7n };
		await outcomes([
			...receipts,
			stray,
			{ ...(receipts[0] as Receipt), pod: "publisher-0" },
		]);
		const strays = await database.rows("SELECT * FROM strays ORDER BY what");
		expect(strays).toEqual([
			{ what: "message not in the plan", lines: 1 },
			{ what: "node not in the plan", lines: 1 },
			{ what: "self-delivery", lines: 4 },
		]);
	});

	test("corrects clocks that differ by 40 ms, with an error bound", async () => {
		const skewed = allReceipts(facts).map((receipt) => {
			const publisher = facts.messages.find(
				({ id }) => id === receipt.id,
			)?.publisher;
			const ahead = (node = "") =>
				Number(node.slice(6)) % 2 === 1 ? 40_000_000n : 0n;
			return {
				...receipt,
				sent: receipt.sent + ahead(publisher),
				received: receipt.received + ahead(receipt.pod),
			};
		});
		await outcomes(skewed);
		const [latency] = await database.rows<Record<string, number>>(
			query("latency"),
		);
		expect(latency).toMatchObject({ deliveries: 20, measured: 20 });
		expect(latency?.p50_ns).toBeCloseTo(5_000_000, -5);
		expect(latency?.error_ns).toBeGreaterThan(0);
	});

	test("counts all 200 deliveries of one publisher, of which the clocks allow to time 80", async () => {
		const run = smallRun(6, 40);
		const messages = run.messages.map((message) => ({
			...message,
			publisher: "relay-0",
		}));
		const given = { ...run, messages };
		// The clock of the other machine, host-1, is 30 ms ahead.
		const receipts = allReceipts(given).map((receipt) => ({
			...receipt,
			received:
				receipt.received +
				(Number(receipt.pod.slice(6)) % 2 === 1 ? 30_000_000n : 0n),
		}));
		expect(await outcomes(receipts, given)).toEqual({ delivered: 200 });
		expect(await database.rows(query("latency"))).toMatchObject([
			{ deliveries: 200, measured: 80, p50_ns: 5_000_000, p50_high_ns: null },
		]);
		const byMessage = await database.rows(query("latency-by-message"));
		expect(byMessage).toHaveLength(40);
		expect(byMessage[0]).toMatchObject({
			expected: 5,
			delivered: 5,
			measured: 2,
			reach50_ns: null,
		});
		const byNode = await database.rows(query("latency-by-node"));
		expect(byNode).toHaveLength(5);
		expect(byNode).toContainEqual(
			expect.objectContaining({
				node: "relay-1",
				deliveries: 40,
				measured: 0,
				p50_ns: null,
			}),
		);
		const figures = await readFigures(database, ownFigures, [
			"ledger",
			"nodes",
		]);
		expect(figures["latency-by-group"]).toMatchObject([
			{ node_group: "relay", deliveries: 200, measured: 80, p50_ms: 5 },
		]);
	});

	describe("of messages in four fragments", () => {
		const messages = facts.messages.map((message) => ({
			...message,
			fragments: 4,
		}));
		const given = { ...facts, messages };
		const parts = (count: number) => (receipt: Receipt) =>
			Array.from({ length: count }, (_, index) => ({
				...receipt,
				received: receipt.received + BigInt(index) * 1_000_000n,
			}));
		const one = except("relay-5", first);

		test("counts four lines as one delivery, complete with the last", async () => {
			expect(
				await outcomes(
					allReceipts(facts).flatMap(parts(4)),
					given,
					new Map([["relay-5", 16]]),
				),
			).toEqual({ delivered: 20 });
			const [latency] = await database.rows<{ p50_ns: number }>(
				query("latency"),
			);
			expect(latency?.p50_ns).toBeCloseTo(8_000_000, -5);
			expect(await database.rows(query("cross-check"))).toContainEqual(
				expect.objectContaining({
					node: "relay-5",
					expected: 4,
					logged: 4,
					loser: "none",
				}),
			);
		});

		test.each([1, 3])("counts %i of four as no delivery", async (count) => {
			const receipts = allReceipts(facts).flatMap((receipt) =>
				parts(one(receipt) ? 4 : count)(receipt),
			);
			expect(await outcomes(receipts, given)).toEqual({
				delivered: 19,
				"missing: incomplete: not all fragments are logged": 1,
			});
		});

		test.each([5, 8])("counts %i of four as a duplicate", async (count) => {
			const receipts = allReceipts(facts).flatMap((receipt) =>
				parts(one(receipt) ? 4 : count)(receipt),
			);
			expect(await outcomes(receipts, given)).toEqual({
				delivered: 19,
				duplicate: 1,
			});
		});
	});

	test("says of fragments that they are there again, with the same times", async () => {
		const messages = facts.messages.map((message) => ({
			...message,
			fragments: 4,
		}));
		const parts = allReceipts(facts).flatMap((receipt) =>
			[0, 1, 2, 3].map((part) => again(receipt, part)),
		);
		const twice = parts.filter(({ pod }) => pod === "relay-4");
		expect(
			await outcomes([...parts, ...twice], { ...facts, messages }),
		).toEqual({ delivered: 16, [REPEATED]: 4 });
	});

	test("groups missing deliveries into exact intervals of 10 s", async () => {
		// In floating point, this time is in the next interval.
		const end = 1_785_892_520_000_000_000n - 1n;
		const messages = [-10n, 0n, 1n].map((after, index) => ({
			...(facts.messages[index] as RunFacts["messages"][number]),
			publisher: "relay-0",
			sent: end + after,
		}));
		await outcomes([], { ...facts, messages });
		const rows = await database.rows<{ second: number; missing: number }>(
			`SELECT second, sum(missing) AS missing FROM (${query("missing-by-node-and-time")}) GROUP BY second ORDER BY second`,
		);
		expect(rows).toEqual([
			{ second: 1_785_892_510, missing: 10 },
			{ second: 1_785_892_520, missing: 5 },
		]);
	});

	test("keeps ids of 63 bits exact", async () => {
		await outcomes(allReceipts(facts));
		const rows = await database.rows<{ id: bigint }>(
			query("latency-by-message"),
		);
		expect(rows.map(({ id }) => id)).toEqual(
			facts.messages.map(({ id }) => id),
		);
	});

	test("gives the time until 50, 95 and 100 % of the nodes had a message, or null", async () => {
		await outcomes(allReceipts(facts).filter(except("relay-3", first)));
		expect((await database.rows(query("latency-by-message")))[0]).toMatchObject(
			{
				expected: 5,
				delivered: 4,
				reach50_ns: 5_000_000,
				reach95_ns: null,
				reach100_ns: null,
			},
		);
	});

	test("gives every expected pair one outcome, whichever lines are lost or duplicated", async () => {
		const all = allReceipts(facts);
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.integer({ min: 0, max: 3 }), {
					minLength: all.length,
					maxLength: all.length,
				}),
				async (copies) => {
					const receipts = all.flatMap((receipt, index) =>
						Array.from({ length: copies[index] as number }, (_, time) =>
							again(receipt, time),
						),
					);
					const found = await outcomes(receipts);
					const others = all
						.map((receipt, index) => ({
							receipt,
							copies: copies[index] as number,
						}))
						.filter(
							({ receipt }) =>
								facts.messages.find(({ id }) => id === receipt.id)
									?.publisher !== receipt.pod,
						);
					const count = (test: (copies: number) => boolean) =>
						others.filter((one) => test(one.copies)).length;
					expect(found).toEqual(
						Object.fromEntries(
							Object.entries({
								delivered: count((n) => n === 1),
								duplicate: count((n) => n > 1),
								[MISSING]: count((n) => n === 0),
							}).filter(([, n]) => n > 0),
						),
					);
				},
			),
			{ numRuns: 15 },
		);
	});
});
