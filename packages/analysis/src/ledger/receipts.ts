import { type Database, tablesOf, viewName } from "../tables/index.ts";

/**
 * How each protocol says "received". A waku hash stands for its first 15 hex
 * digits: the id of a message is a number.
 */
const says = {
	"libp2p.received":
		"SELECT stream AS pod, msgId AS id, sentAt AS sent_ns, current AS received_ns FROM libp2p_received",
	"waku.received":
		"SELECT stream AS pod, CAST('0x' || substr(replace(replace(msgHash, '0x', ''), '.', ''), 1, 15) AS BIGINT) AS id, CAST(NULL AS BIGINT) AS sent_ns, receivedTime AS received_ns FROM waku_received",
} as const;

/** A view of all lines that say that a message was received. */
export async function receiptsOf(
	database: Database,
	tables: string,
	run: string,
): Promise<string> {
	const there = await tablesOf(tables, run);
	const parts = Object.entries(says)
		.filter(([event]) => there.includes(event))
		.map(([, sql]) => sql);
	await database.run(
		`CREATE OR REPLACE TEMP VIEW all_receipts AS ${parts.join(" UNION ALL ")}`,
	);
	return viewName("all_receipts");
}
