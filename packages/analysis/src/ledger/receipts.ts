import { type Database, tablesOf, viewName } from "../tables/index.ts";

/**
 * When a message was sent: when its publisher first did, by its own clock, else
 * whoever told of it first. go-waku tells only of what it publishes itself.
 */
const firstSending = `
	SELECT id, coalesce(min(CASE WHEN own THEN told_ns END), min(told_ns)) AS sent_ns
	FROM (
		SELECT s.id, s.sentTime AS told_ns, p.id IS NOT NULL AS own
		FROM waku_sent AS s
		LEFT JOIN (SELECT DISTINCT id, stream FROM waku_published) AS p
			ON p.id = s.id AND p.stream = s.stream
		UNION ALL
		SELECT id, publishTime, true FROM go_waku_published
	)
	GROUP BY id`;

/** The receiver itself does not say when. */
const relayed = (table: string): string => `
	SELECT r.stream AS pod, r.id, s.sent_ns, r.receivedTime AS received_ns
	FROM ${table} AS r
	LEFT JOIN (${firstSending}) AS s ON s.id = r.id`;

/** How each protocol says "received". */
const says = {
	"libp2p.received":
		"SELECT stream AS pod, msgId AS id, sentAt AS sent_ns, current AS received_ns FROM libp2p_received",
	"waku.received": relayed("waku_received"),
	"go-waku.received": relayed("go_waku_received"),
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
