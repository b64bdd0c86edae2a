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
	counters?: ReadonlyMap<string, number>,
): Promise<Record<string, number>> {
	const run = `r${made++}`;
	await writeReceipts(database, join(folder, `in-${run}`), receipts);
	await buildLedger(database, {
		folder,
		facts: { ...given, run },
		receipts: "received",
		...(counters && { counters }),
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
const first = facts.messages[0]?.id as bigint;
const MISSING = "missing: no line, and nothing excuses it";

describe("the ledger", () => {
	test("counts one delivery per message and other node, never one's own", async () => {
		expect(await outcomes(allReceipts(facts))).toEqual({ delivered: 20 });
	});

	test("says which delivery is missing", async () => {
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

	test("lets no duplicate hide a missing one", async () => {
		const receipts = allReceipts(facts).filter(except("relay-3", first));
		const twin = receipts.find(
			({ pod, id }) => pod === "relay-3" && id !== first,
		) as Receipt;
		expect(await outcomes([...receipts, twin])).toEqual({
			delivered: 18,
			duplicate: 1,
			[MISSING]: 1,
		});
	});

	test("keeps a delivery that seems to arrive before it was sent", async () => {
		const early = allReceipts(facts).map((receipt) =>
			receipt.pod === "relay-3"
				? { ...receipt, received: receipt.sent - 1_000_000n }
				: receipt,
		);
		expect(await outcomes(early)).toEqual({ delivered: 20 });
	});

	test("a run without one line is all missing, not empty", async () => {
		expect(await outcomes([])).toEqual({ [MISSING]: 20 });
	});

	test("a message that never left is unobservable everywhere", async () => {
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

	test("a message that the node took and nobody got is missing, not excused", async () => {
		expect(
			await outcomes(allReceipts(facts).filter(({ id }) => id !== first)),
		).toEqual({
			delivered: 15,
			[MISSING]: 5,
		});
	});

	test("a node that was down cannot be blamed", async () => {
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

	test("a node that counted every message lost lines, not messages", async () => {
		const counters = new Map(facts.nodes.map(({ node }) => [node, 4]));
		expect(
			await outcomes(
				allReceipts(facts).filter(except("relay-5", first)),
				facts,
				counters,
			),
		).toEqual({
			delivered: 19,
			"unobservable: log gap: the node counted all messages": 1,
		});
		const check = await database.rows<{ node: string; loser: string }>(
			query("cross-check"),
		);
		expect(check.find(({ node }) => node === "relay-5")?.loser).toBe(
			"collector",
		);
		expect(check.find(({ node }) => node === "relay-4")?.loser).toBe("nobody");
	});

	test("a counter that stopped early names the scraper", async () => {
		await outcomes(allReceipts(facts), facts, new Map([["relay-5", 2]]));
		const check = await database.rows<{ node: string; loser: string }>(
			query("cross-check"),
		);
		expect(check.find(({ node }) => node === "relay-5")?.loser).toBe("scraper");
	});

	test("a message that node and logs both lack names the protocol", async () => {
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

	test("an acknowledgement that got lost is named when the message arrived", async () => {
		const messages = facts.messages.map((message) => ({
			...message,
			result: "unanswered" as const,
		}));
		expect(await outcomes(allReceipts(facts), { ...facts, messages })).toEqual({
			delivered: 20,
		});
		expect(await database.rows(query("publishers"))).toMatchObject([
			{ result: "unanswered", seen: "arrived", loser: "acknowledgement" },
		]);
	});

	test("lines about unknown messages and nodes are counted apart", async () => {
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

	test("clocks that differ by 40 ms are corrected, with an error bar", async () => {
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
		expect(await database.rows(query("latency"))).toMatchObject([
			{
				deliveries: 20,
				p50_ns: 5_000_000,
				max_ns: 5_000_000,
				error_ns: 5_000_000,
				negative: 0,
			},
		]);
	});

	test("ids of 63 bits stay exact", async () => {
		await outcomes(allReceipts(facts));
		const rows = await database.rows<{ id: bigint }>(
			query("latency-by-message"),
		);
		expect(rows.map(({ id }) => id)).toEqual(
			facts.messages.map(({ id }) => id),
		);
	});

	test("a message reaches 50, 95 and 100 % when so many nodes have it, or never", async () => {
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

	test("whatever lines are lost or doubled, every expected pair has one outcome", async () => {
		const all = allReceipts(facts);
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.integer({ min: 0, max: 3 }), {
					minLength: all.length,
					maxLength: all.length,
				}),
				async (copies) => {
					const receipts = all.flatMap((receipt, index) =>
						new Array<Receipt>(copies[index] as number).fill(receipt),
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
