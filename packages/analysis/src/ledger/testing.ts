import { join } from "node:path";
import { type Database, literal, TableWriter } from "../tables/index.ts";
import type { RunFacts } from "./facts.ts";

export interface Receipt {
	readonly pod: string;
	readonly id: bigint;
	readonly sent: bigint;
	readonly received: bigint;
}

/** Writes receipts as a table, with the view `received`. */
export async function writeReceipts(
	database: Database,
	folder: string,
	receipts: readonly Receipt[],
): Promise<void> {
	const writer = new TableWriter(database, folder, {
		pod: "text",
		id: "int64",
		sent_ns: "int64",
		received_ns: "int64",
	});
	await writer.append(
		{
			pod: receipts.map(({ pod }) => pod),
			id: receipts.map(({ id }) => id),
			sent_ns: receipts.map(({ sent }) => sent),
			received_ns: receipts.map(({ received }) => received),
		},
		receipts.length,
	);
	await writer.end();
	await database.run(
		`CREATE OR REPLACE VIEW received AS SELECT * FROM read_parquet(${literal(join(folder, "*.parquet"))})`,
	);
}

const SECOND = 1_000_000_000n;
export const zero = 1_785_892_519_584_947_712n;

/** Returns a run without failures: `count` messages, one per second, published by the nodes in turn. */
export function smallRun(nodes: number, count: number): RunFacts {
	return {
		run: "small-1",
		nodes: Array.from({ length: nodes }, (_, index) => ({
			node: `relay-${index}`,
			host: `host-${index % 2}`,
			group: "relay",
		})),
		messages: Array.from({ length: count }, (_, index) => ({
			id: 2n ** 62n + BigInt(index),
			publisher: `relay-${index % nodes}`,
			intended: zero + BigInt(index) * SECOND,
			sent: zero + BigInt(index) * SECOND,
			result: "acknowledged" as const,
		})),
		gaps: [],
		windows: [
			{ name: "complete", start: zero, end: zero + BigInt(count) * SECOND },
		],
	};
}

/** Returns every delivery of a run, each after `delayMs`, including those to the publisher itself. */
export const allReceipts = (facts: RunFacts, delayMs = 5): Receipt[] =>
	facts.messages.flatMap(({ id, sent = 0n, publisher }) =>
		facts.nodes.map(({ node }) => ({
			pod: node,
			id,
			sent,
			received: sent + (node === publisher ? 0n : BigInt(delayMs) * 1_000_000n),
		})),
	);
