import { defineEvent, type Field } from "@lab/analysis/protocol";
import { message } from "./_fields.ts";

const requestId: Field = {
	type: "text",
	about: "links a query to its response",
};

/** Logged at trace level since v0.31, at info level by the legacy archive. @see nwaku waku_archive/archive.nim */
export const archived = defineEvent({
	name: "waku.archived",
	about: "a store node archived a message",
	messages: ["message archived", "message archived in syncMessageIngress"],
	fields: {
		...message,
		insertSeconds: {
			from: "insertDuration",
			type: "float64",
			unit: "s",
			optional: true,
			about: "duration of the database insert",
		},
	},
	samples: [
		{
			line: 'TRC 2025-11-20 13:06:16.030+00:00 message archived                           topics="waku archive" tid=7 file=archive.nim:127 msg_hash=0x17cfd30767acac9b86c18333ba918abef93cc23f65b6c98c845c682584f92583 pubsubTopic=/waku/2/rs/2/0 contentTopic=/my-app/1/dst/proto timestamp=1763643976010361600 insertDuration=0.0021567344665527344',
			row: { id: 107238875738065609n, insertSeconds: 0.0021567344665527344 },
		},
		{
			line: 'INF 2025-11-20 13:06:16.030+00:00 message archived                           topics="waku archive" tid=7 file=archive.nim:125 msg_hash=0x17cfd30767acac9b86c18333ba918abef93cc23f65b6c98c845c682584f92583 pubsubTopic=/waku/2/rs/2/0 contentTopic=/my-app/1/dst/proto msgTimestamp=1763643976010361600 digest=aa01 insertDuration=0.5',
			row: { id: 107238875738065609n, insertSeconds: 0.5 },
		},
	],
});

export const archiveFailed = defineEvent({
	name: "waku.archive-failed",
	about: "a store node failed to archive a message",
	messages: ["failed to insert message"],
	fields: {
		...message,
		error: { type: "text", optional: true, about: "error of the database" },
	},
	samples: [
		{
			line: 'ERR 2025-11-20 13:06:16.030+00:00 failed to insert message                   topics="waku archive" tid=7 file=archive.nim:115 msg_hash=0x17cfd30767acac9b86c18333ba918abef93cc23f65b6c98c845c682584f92583 pubsubTopic=/waku/2/rs/2/0 contentTopic=/my-app/1/dst/proto timestamp=1763643976010361600 error="connection refused"',
			row: { id: 107238875738065609n, error: "connection refused" },
		},
	],
});

/** @see nwaku waku_store/protocol.nim */
export const queried = defineEvent({
	name: "waku.store-queried",
	about: "a store node received a query for one page of messages",
	messages: ["received store query request"],
	fields: {
		requestId,
		client: {
			from: "peerId",
			type: "text",
			about: "the client's peer id, shortened",
		},
	},
	samples: [
		{
			line: 'INF 2025-11-20 13:16:16.030+00:00 received store query request               topics="waku store" tid=7 file=protocol.nim:57 peerId=16U*wJXtuH requestId=db01d1a6519de2145f10 request="(requestId: "db01", includeData: true)"',
			row: { requestId: "db01d1a6519de2145f10", client: "16U*wJXtuH" },
		},
	],
});

export const answered = defineEvent({
	name: "waku.store-answered",
	about: "a store node sends one page of messages",
	messages: ["sending store query response"],
	fields: {
		requestId,
		messages: {
			type: "int64",
			unit: "count",
			about: "number of messages on the page",
		},
	},
	samples: [
		{
			line: 'INF 2025-11-20 13:16:16.041+00:00 sending store query response               topics="waku store" tid=7 file=protocol.nim:76 peerId=16U*wJXtuH requestId=db01d1a6519de2145f10 messages=60',
			row: { requestId: "db01d1a6519de2145f10", messages: 60n },
		},
	],
});

export const queryFailed = defineEvent({
	name: "waku.store-query-failed",
	about:
		"a store node failed to answer a query, or rejected it by its rate limit",
	messages: [
		"store query failed",
		"store query request rejected due rate limit exceeded",
	],
	topics: "waku store",
	fields: {
		requestId: { ...requestId, optional: true },
		error: { type: "text", optional: true, about: "error of the query" },
	},
	samples: [
		{
			line: 'ERR 2025-11-20 13:16:16.041+00:00 store query failed                         topics="waku store" tid=7 file=protocol.nim:64 peerId=16U*wJXtuH requestId=db01d1a6519de2145f10 error="database is locked"',
			row: { requestId: "db01d1a6519de2145f10", error: "database is locked" },
		},
		{
			line: 'INF 2025-11-20 13:16:16.041+00:00 store query request rejected due rate li.. topics="waku store" tid=7 file=protocol.nim:126 peerId=16U*wJXtuH limit="(60, 1s)"',
			row: { requestId: null, error: null },
		},
	],
});

/** @see 10ksim get_store_messages: the last line of its pod */
export const storeChecked = defineEvent({
	name: "waku.store-checked",
	about: "all messages that a checker retrieved from a store, over all pages",
	messages: ["store messages"],
	fields: {
		hashes: {
			type: "text",
			about: "hashes, hex or base64, as a Python list",
		},
	},
	samples: [
		{
			line: "['F8/TB2esrJuGwYMzupGKvvk8wj9ltsmMhFxoJYT5JYM=', 'FEHTB2esrJuGwYMzupGKvvk8wj9ltsmMhFxoJYT5JYM=']",
			row: {
				hashes:
					"['F8/TB2esrJuGwYMzupGKvvk8wj9ltsmMhFxoJYT5JYM=', 'FEHTB2esrJuGwYMzupGKvvk8wj9ltsmMhFxoJYT5JYM=']",
			},
		},
	],
});
