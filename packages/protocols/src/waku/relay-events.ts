import { defineEvent } from "@lab/analysis/protocol";
import { me, message, receivedTime, sentTime } from "./_fields.ts";

/** Logged at debug level since nwaku 7d1c6ab. @see 10ksim waku_tracer.py */
export const received = defineEvent({
	name: "waku.received",
	about: "a relay node received a message from a peer",
	messages: ["received relay message"],
	fields: {
		receiver: me("the receiver"),
		...message,
		sender: {
			from: "from_peer_id",
			type: "text",
			about: "the sender's peer id, shortened",
		},
		receivedTime,
		payloadBytes: {
			from: "payloadSizeBytes",
			type: "int64",
			unit: "bytes",
			optional: true,
			about: "size of the payload",
		},
	},
	samples: [
		{
			line: 'DBG 2026-07-16 15:10:00.145+00:00 received relay message                     topics="waku relay" tid=7 file=protocol.nim:221 my_peer_id=16U*GiNg1a msg_hash=0x17cfd30767acac9b86c18333ba918abef93cc23f65b6c98c845c682584f92583 msg_id=b9cfa467b62a...67128d31aecc from_peer_id=16U*wJXtuH topic=/waku/2/rs/0/0 receivedTime=1763643976019361536',
			row: {
				receiver: "16U*GiNg1a",
				id: 107238875738065609n,
				msgHash:
					"0x17cfd30767acac9b86c18333ba918abef93cc23f65b6c98c845c682584f92583",
				sender: "16U*wJXtuH",
				receivedTime: 1763643976019361536n,
				payloadBytes: null,
			},
		},
		{
			line: '{"lvl":"DBG","ts":"2026-07-16 15:10:00.145+00:00","msg":"received relay message","topics":"waku relay","tid":7,"file":"protocol.nim:221","my_peer_id":"16U*S6zwhq","msg_hash":"0x4d19ab4d7deebcd5c1935d7c27caab678566dbb14f3bf7858d09d466e7c79af7","msg_id":"b9cfa467b62a...67128d31aecc","from_peer_id":"16U*74x9yd","topic":"/waku/2/rs/0/0","contentTopic":"/my-app/1/dst/proto","receivedTime":1784214600145432320,"payloadSizeBytes":1000.0}',
			row: {
				receiver: "16U*S6zwhq",
				sender: "16U*74x9yd",
				receivedTime: 1784214600145432320n,
				payloadBytes: 1000n,
			},
		},
		{
			line: "\u001b[90mDBG\u001b[0m 2026-07-16 15:10:00.145+00:00 \u001b[1mreceived relay message                    \u001b[0m \u001b[90mmy_peer_id\u001b[0m=\u001b[94m16U*GiNg1a\u001b[0m \u001b[90mmsg_hash\u001b[0m=\u001b[94m0x17cfd30767acac9b86c18333ba918abef93cc23f65b6c98c845c682584f92583\u001b[0m \u001b[90mfrom_peer_id\u001b[0m=\u001b[94m16U*wJXtuH\u001b[0m \u001b[90mreceivedTime\u001b[0m=\u001b[94m1763643976019361536\u001b[0m",
			row: {
				receiver: "16U*GiNg1a",
				id: 107238875738065609n,
				msgHash:
					"0x17cfd30767acac9b86c18333ba918abef93cc23f65b6c98c845c682584f92583",
				sender: "16U*wJXtuH",
			},
		},
	],
});

export const sent = defineEvent({
	name: "waku.sent",
	about: "a relay node sent a message to one peer",
	messages: ["sent relay message"],
	fields: {
		sender: me("the sender"),
		...message,
		receiver: {
			from: "to_peer_id",
			type: "text",
			about: "the receiver's peer id, shortened",
		},
		sentTime,
	},
	samples: [
		{
			line: 'DBG 2026-07-16 15:10:00.145+00:00 sent relay message                         topics="waku relay" tid=7 file=protocol.nim:231 my_peer_id=16U*GiNg1a msg_hash=0x17cfd30767acac9b86c18333ba918abef93cc23f65b6c98c845c682584f92583 msg_id=b9cf to_peer_id=16U*wJXtuH topic=/waku/2/rs/0/0 sentTime=1763643976019361536',
			row: {
				sender: "16U*GiNg1a",
				id: 107238875738065609n,
				msgHash:
					"0x17cfd30767acac9b86c18333ba918abef93cc23f65b6c98c845c682584f92583",
				receiver: "16U*wJXtuH",
				sentTime: 1763643976019361536n,
			},
		},
		{
			line: '{"lvl":"DBG","ts":"2026-07-16 15:10:00.145+00:00","msg":"sent relay message","topics":"waku relay","tid":7,"file":"protocol.nim:231","my_peer_id":"16U*74x9yd","msg_hash":"0x4d19ab4d7deebcd5c1935d7c27caab678566dbb14f3bf7858d09d466e7c79af7","msg_id":"b9cfa467b62a...67128d31aecc","to_peer_id":"16U*S6zwhq","topic":"/waku/2/rs/0/0","sentTime":1784214600143432192,"payloadSizeBytes":1000.0}',
			row: {
				sender: "16U*74x9yd",
				receiver: "16U*S6zwhq",
				id: 347228747790740429n,
				sentTime: 1784214600143432192n,
			},
		},
	],
});

export const published = defineEvent({
	name: "waku.published",
	about: "a relay node starts to publish its own or a client's message",
	messages: ["start publish Waku message"],
	fields: {
		...message,
		topic: { from: "pubsubTopic", type: "text", about: "the shard" },
	},
	samples: [
		{
			line: 'NTC 2025-11-20 13:06:16.014+00:00 start publish Waku message                 topics="waku relay" tid=7 file=protocol.nim:624 msg_hash=0x17cfd30767acac9b86c18333ba918abef93cc23f65b6c98c845c682584f92583 pubsubTopic=/waku/2/rs/2/0',
			row: { id: 107238875738065609n, topic: "/waku/2/rs/2/0" },
		},
	],
});

export const mixSent = defineEvent({
	name: "waku.mix-sent",
	about: "a node sent a message into the mixnet",
	messages: ["publishWithConn", "sent relay message publishWithConn"],
	fields: {
		sender: me("the sender"),
		receiver: {
			from: "peer_id",
			type: "text",
			about: "the receiver's peer id, shortened",
		},
		...message,
		sentTime,
	},
	samples: [
		{
			line: 'DBG 2025-11-20 13:06:16.015+00:00 publishWithConn                            topics="waku lightpush client" tid=7 my_peer_id=16U*GiNg1a peer_id=16U*wJXtuH msg_hash=0x17cfd30767acac9b86c18333ba918abef93cc23f65b6c98c845c682584f92583 sentTime=1763643976019361536',
			row: {
				sender: "16U*GiNg1a",
				receiver: "16U*wJXtuH",
				id: 107238875738065609n,
				msgHash:
					"0x17cfd30767acac9b86c18333ba918abef93cc23f65b6c98c845c682584f92583",
				sentTime: 1763643976019361536n,
			},
		},
	],
});
