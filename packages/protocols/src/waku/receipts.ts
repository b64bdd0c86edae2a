import type { SqlByEvent } from "@lab/analysis/protocol";

/**
 * Time at which a message was sent: the publisher's first send by its own clock,
 * or if no publisher is logged, the earliest send of any node. go-waku logs only
 * the messages it publishes itself.
 */
const firstSending = `
	SELECT id, coalesce(min(CASE WHEN own THEN logged_ns END), min(logged_ns)) AS sent_ns
	FROM (
		SELECT s.id, s.sentTime AS logged_ns, p.id IS NOT NULL AS own
		FROM waku_sent AS s
		LEFT JOIN (SELECT DISTINCT id, stream FROM waku_published) AS p
			ON p.id = s.id AND p.stream = s.stream
		UNION ALL
		SELECT id, publishTime, true FROM go_waku_published
	)
	GROUP BY id`;

/** Receipts of a relay protocol. The receiver does not log when a message was sent. */
const relayed = (table: string): string => `
	SELECT r.stream AS pod, r.id, s.sent_ns, r.receivedTime AS received_ns
	FROM ${table} AS r
	LEFT JOIN (${firstSending}) AS s ON s.id = r.id`;

/** Queries for received messages: receiver, id, time sent, time received. */
export const receipts: SqlByEvent = {
	"waku.received": relayed("waku_received"),
	"go-waku.received": relayed("go_waku_received"),
	// A message pushed by a client does not arrive through a relay.
	"waku.lightpush-received":
		"SELECT stream AS pod, id, CAST(NULL AS BIGINT) AS sent_ns, receivedTime AS received_ns FROM waku_lightpush_received",
};

/** Queries for published messages: publisher, id, time and line of the log. */
export const publishedIds: SqlByEvent = {
	"waku.published":
		"SELECT stream AS node, id, time AS logged_ns, line FROM waku_published",
	"go-waku.published":
		"SELECT stream AS node, id, publishTime AS logged_ns, line FROM go_waku_published",
	"waku.lightpush-sent":
		"SELECT stream AS node, id, sentTime AS logged_ns, line FROM waku_lightpush_sent",
	// A browser node logs only its peer id. The server that it pushes to logs this
	// peer id and the message's id, with the server's clock.
	"js-waku.peer": `
		SELECT p.node, r.id, r.receivedTime AS logged_ns, r.receivedTime AS line
		FROM waku_lightpush_received AS r
		JOIN (SELECT DISTINCT stream AS node, peerId FROM js_waku_peer) AS p
			ON r.sender = left(p.peerId, 3) || '*' || right(p.peerId, 6)`,
};
