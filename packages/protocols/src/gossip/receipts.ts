import type { SqlByEvent } from "@lab/analysis/protocol";

/** Queries for received messages: receiver, id, time sent, time received. */
export const receipts: SqlByEvent = {
	"libp2p.received":
		"SELECT stream AS pod, msgId AS id, sentAt AS sent_ns, current AS received_ns FROM libp2p_received",
	// A Go or Rust node prints nothing else: the time at which the message was sent,
	// which is also its only id, and the whole milliseconds since then.
	"libp2p.delivery-echo": `
		SELECT stream AS pod, id, id AS sent_ns, id + delayMs * 1000000 AS received_ns
		FROM libp2p_delivery_echo
		WHERE id BETWEEN 1500000000000000000 AND 2500000000000000000
			AND stream NOT IN (SELECT DISTINCT stream FROM libp2p_received)`,
};

/** The echo's latency is in whole milliseconds. */
export const resolutions: Readonly<Record<string, number>> = {
	"libp2p.delivery-echo": 1_000_000,
};

/** Queries for published messages: publisher, if it is known, id, time and line of the log. */
export const publishedIds: SqlByEvent = {
	"libp2p.sent":
		"SELECT stream AS node, msgId AS id, timestamp AS logged_ns, line FROM libp2p_sent",
	// The publisher logs nothing; each receiver logs the time of sending.
	"libp2p.delivery-echo": `
		SELECT '' AS node, id, id AS logged_ns, 0 AS line
		FROM libp2p_delivery_echo
		WHERE id BETWEEN 1500000000000000000 AND 2500000000000000000
			AND stream NOT IN (SELECT DISTINCT stream FROM libp2p_received)`,
};
