import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
	createViews,
	Database,
	query,
	TableWriter,
	tableFolder,
} from "../tables/index.ts";
import { buildLedger } from "./build-ledger.ts";
import { counted } from "./counters.ts";
import { allReceipts, smallRun, writeReceipts, zero } from "./testing.ts";

let database: Database;
let folder: string;

beforeAll(async () => {
	database = await Database.open();
	folder = await mkdtemp(join(tmpdir(), "counters-"));
});
afterAll(async () => {
	database.close();
	await rm(folder, { recursive: true, force: true });
});

const SECOND = 1_000_000_000n;
const facts = smallRun(6, 33);

/** Writes what one node counted, by seconds after the first message. */
async function scraped(
	run: string,
	values: readonly (readonly [second: number, value: number])[],
) {
	const writer = new TableWriter(
		database,
		tableFolder(folder, run, "samples"),
		{
			query: "text",
			series: "text",
			node: "text",
			time: "int64",
			value: "float64",
		},
	);
	await writer.append(
		{
			query: values.map(() => "received"),
			series: values.map(() => "relay-2"),
			node: values.map(() => "relay-2"),
			time: values.map(([second]) => zero + BigInt(second) * SECOND),
			value: values.map(([, value]) => value),
		},
		values.length,
	);
	await writer.end();
	await createViews(database, folder, run);
	return counted(database, folder, { ...facts, run });
}

test.each([
	[
		"from the start",
		[
			[-5, 0],
			[10, 9],
			[40, 28],
		],
		{ count: 28, since: -5, partial: false },
	],
	[
		"after warm-ups",
		[
			[-20, 3],
			[-5, 20],
			[10, 29],
			[40, 48],
		],
		{ count: 28, since: -5, partial: false },
	],
	[
		"without a scrape before the first message",
		[
			[10, 29],
			[40, 48],
		],
		{ count: 48, partial: false },
	],
	[
		"over a restart",
		[
			[-5, 20],
			[10, 29],
			[20, 4],
			[40, 10],
		],
		{ count: 19, since: -5, partial: true },
	],
	[
		"until before the last message",
		[
			[-5, 0],
			[10, 9],
		],
		{ count: 9, since: -5, partial: true },
	],
	[
		"with values that are not numbers",
		[
			[-5, 0],
			[10, Number.NaN],
			[40, 28],
		],
		{ count: 28, since: -5, partial: false },
	],
] as const)(
	"counts the messages of a node %s",
	async (name, values, {
		since,
		...expected
	}: { count: number; since?: number; partial: boolean }) => {
		const counters = await scraped(name.replaceAll(" ", "-"), values);
		expect(counters).toEqual(
			new Map([
				[
					"relay-2",
					{
						...expected,
						...(since !== undefined && {
							since: zero + BigInt(since) * SECOND,
						}),
					},
				],
			]),
		);
	},
);

// relay-2 publishes messages 2, 8, 14, 20, 26 and 32, and receives the other 27, of which it loses 13.
test("20 warm-ups that a node counted do not hide 13 messages that it lost", async () => {
	const run = "warm-ups";
	const counters = await scraped(run, [
		[-5, 20],
		[40, 34],
	]);
	const lost = facts.messages
		.filter(({ publisher }) => publisher !== "relay-2")
		.slice(0, 13)
		.map(({ id }) => id);
	await writeReceipts(
		database,
		join(folder, "receipts"),
		allReceipts(facts).filter(
			({ pod, id }) => pod !== "relay-2" || !lost.includes(id),
		),
	);
	await buildLedger(database, {
		folder,
		facts: { ...facts, run },
		receipts: "received",
		counters,
	});
	await createViews(database, folder, run);
	expect(await database.rows(query("outcomes"))).toEqual([
		{ outcome: "delivered", reason: "", pairs: 152 },
		{
			outcome: "missing",
			reason: "not logged, for no known reason",
			pairs: 13,
		},
	]);
});
