import { defineEvent, type Field } from "@lab/analysis/protocol";
import { message as nwakuMessage } from "./_fields.ts";

/** The same columns as nwaku's, from go-waku's field `hash`. */
const message = {
	id: { ...nwakuMessage.id, from: "hash" },
	msgHash: { ...nwakuMessage.msgHash, from: "hash" },
} as const satisfies Record<string, Field>;

const carried = {
	...message,
	topic: { from: "pubsubTopic", type: "text", about: "the shard" },
	payloadBytes: {
		from: "payloadSizeBytes",
		type: "int64",
		unit: "bytes",
		about: "size of the payload",
	},
} as const satisfies Record<string, Field>;

/**
 * Logged at debug level, once per message, including the node's own messages.
 * The sender is not logged. Since 5d1477d (2023-12) the hash equals nwaku's;
 * before, and in the release v0.9.0, it omits the timestamp. The samples are
 * from 4ef460c (2025-01), whose version is also 0.9.0.
 *
 * @see go-waku waku/v2/protocol/relay/metrics.go
 */
export const received = defineEvent({
	name: "go-waku.received",
	about: "a go-waku relay node received a message from the mesh",
	messages: ["waku.relay received"],
	fields: {
		...carried,
		receivedTime: {
			type: "time",
			unit: "ns",
			about: "time received, by the receiver's clock",
		},
	},
	samples: [
		{
			line: '2026-11-27T12:20:48.290Z\t\u001b[35mDEBUG\u001b[0m\trelay.messages\trelay/metrics.go:66\twaku.relay received\t{"node": "16Uiu2HAmMo5upYZAGzPTSEpLz28erC5utP2pZwGeTaBNP4WRL34x", "pubsubTopic": "/waku/2/rs/2/0", "hash": "0xff4ebf06e1e0eb53c248611c350af2d430ae70b0cc2925e95a523d08962a3489", "receivedTime": 1795782048290947747, "payloadSizeBytes": 300}',
			row: {
				id: 1149803222758461109n,
				msgHash:
					"0xff4ebf06e1e0eb53c248611c350af2d430ae70b0cc2925e95a523d08962a3489",
				topic: "/waku/2/rs/2/0",
				payloadBytes: 300n,
				receivedTime: 1795782048290947747n,
			},
		},
		{
			line: '{"level":"debug","ts":"2026-11-27T12:21:06.910Z","logger":"relay.messages","caller":"relay/metrics.go:66","msg":"waku.relay received","node":"16Uiu2HAmPhG3sVKQm25chCnmQoYKM3kVpyyATeXDpaN1HWWKbrJD","pubsubTopic":"/waku/2/rs/2/0","hash":"0x5bc87a9e3ab9bf7915d24495941150cc192600a64fba5ab390ffa77d9e9a4dbf","receivedTime":1795782066910146751,"payloadSizeBytes":7}',
			row: {
				id: 413354429550140407n,
				msgHash:
					"0x5bc87a9e3ab9bf7915d24495941150cc192600a64fba5ab390ffa77d9e9a4dbf",
				topic: "/waku/2/rs/2/0",
				payloadBytes: 7n,
				receivedTime: 1795782066910146751n,
			},
		},
	],
});

/** Logged at debug level. @see go-waku waku/v2/protocol/relay/waku_relay.go */
export const published = defineEvent({
	name: "go-waku.published",
	about: "a go-waku relay node published a client's message to the mesh",
	messages: ["waku.relay published"],
	fields: {
		...carried,
		publishTime: {
			type: "time",
			unit: "ns",
			about: "time just after publishing, by the publisher's clock",
		},
	},
	samples: [
		{
			line: '2026-11-27T12:20:48.290Z\t\u001b[35mDEBUG\u001b[0m\trelay.messages\trelay/waku_relay.go:321\twaku.relay published\t{"node": "16Uiu2HAmMo5upYZAGzPTSEpLz28erC5utP2pZwGeTaBNP4WRL34x", "pubsubTopic": "/waku/2/rs/2/0", "hash": "0xff4ebf06e1e0eb53c248611c350af2d430ae70b0cc2925e95a523d08962a3489", "publishTime": 1795782048290812243, "payloadSizeBytes": 300}',
			row: {
				id: 1149803222758461109n,
				msgHash:
					"0xff4ebf06e1e0eb53c248611c350af2d430ae70b0cc2925e95a523d08962a3489",
				topic: "/waku/2/rs/2/0",
				payloadBytes: 300n,
				publishTime: 1795782048290812243n,
			},
		},
	],
});
