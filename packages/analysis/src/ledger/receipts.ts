import { type Database, tablesOf, viewName } from "../tables/index.ts";

/** How each protocol says "received". */
const says = {
	"libp2p.received":
		"SELECT stream AS pod, msgId AS id, sentAt AS sent_ns, current AS received_ns FROM libp2p_received",
	// nwaku's receiver does not say when a message was sent: its publisher's first sending does.
	"waku.received": `
		SELECT r.stream AS pod, r.id, s.sent_ns, r.receivedTime AS received_ns
		FROM waku_received AS r
		LEFT JOIN (
			SELECT s.id, coalesce(min(CASE WHEN p.id IS NOT NULL THEN s.sentTime END), min(s.sentTime)) AS sent_ns
			FROM waku_sent AS s
			LEFT JOIN (SELECT DISTINCT id, stream FROM waku_published) AS p
				ON p.id = s.id AND p.stream = s.stream
			GROUP BY s.id
		) AS s ON s.id = r.id`,
	// What a client pushes to a server comes to it by no relay.
	"waku.lightpush-received":
		"SELECT stream AS pod, id, CAST(NULL AS BIGINT) AS sent_ns, receivedTime AS received_ns FROM waku_lightpush_received",
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
