import { defineEvent, type Field } from "./schema.ts";

const hash: Field = {
	from: "msg_hash",
	type: "text",
	about: "hash of the message, 0x and hex",
};
const me = (about: string): Field => ({
	from: "my_peer_id",
	type: "text",
	about: `${about}, shortened`,
});
const receivedTime: Field = {
	from: "receivedTime",
	type: "time",
	unit: "ns",
	about: "clock of the receiver",
};
const sentTime: Field = {
	from: "sentTime",
	type: "time",
	unit: "ns",
	about: "clock of the sender",
};

/** @see 10ksim waku_tracer.py; debug level since nwaku 7d1c6ab */
export const received = defineEvent({
	name: "waku.received",
	about: "a relay node got a message from a peer",
	messages: ["received relay message"],
	fields: {
		receiver: me("who received"),
		msgHash: hash,
		sender: {
			from: "from_peer_id",
			type: "text",
			about: "who sent, shortened",
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
				msgHash:
					"0x17cfd30767acac9b86c18333ba918abef93cc23f65b6c98c845c682584f92583",
				sender: "16U*wJXtuH",
				receivedTime: 1763643976019361536n,
				payloadBytes: null,
			},
		},
		{
			line: '{"lvl":"DBG","ts":"2026-07-16 15:10:00.145+00:00","msg":"received relay message","topics":"waku relay","tid":7,"file":"protocol.nim:221","my_peer_id":"16U*S6zwhq","msg_hash":"0x4d19ab4d79af7","msg_id":"b9cfa467b62a...67128d31aecc","from_peer_id":"16U*74x9yd","topic":"/waku/2/rs/0/0","contentTopic":"/my-app/1/dst/proto","receivedTime":1784214600145432320,"payloadSizeBytes":1000.0}',
			row: {
				receiver: "16U*S6zwhq",
				sender: "16U*74x9yd",
				receivedTime: 1784214600145432320n,
				payloadBytes: 1000n,
			},
		},
		{
			line: "\u001b[90mDBG\u001b[0m 2026-07-16 15:10:00.145+00:00 \u001b[1mreceived relay message                    \u001b[0m \u001b[90mmy_peer_id\u001b[0m=\u001b[94m16U*GiNg1a\u001b[0m \u001b[90mmsg_hash\u001b[0m=\u001b[94m0x17cf\u001b[0m \u001b[90mfrom_peer_id\u001b[0m=\u001b[94m16U*wJXtuH\u001b[0m \u001b[90mreceivedTime\u001b[0m=\u001b[94m1763643976019361536\u001b[0m",
			row: { receiver: "16U*GiNg1a", msgHash: "0x17cf", sender: "16U*wJXtuH" },
		},
	],
});

export const sent = defineEvent({
	name: "waku.sent",
	about: "a relay node sent a message to one peer",
	messages: ["sent relay message"],
	fields: {
		sender: me("who sent"),
		msgHash: hash,
		receiver: { from: "to_peer_id", type: "text", about: "to whom, shortened" },
		sentTime,
	},
	samples: [
		{
			line: 'DBG 2026-07-16 15:10:00.145+00:00 sent relay message                         topics="waku relay" tid=7 file=protocol.nim:231 my_peer_id=16U*GiNg1a msg_hash=0x17cf msg_id=b9cf to_peer_id=16U*wJXtuH topic=/waku/2/rs/0/0 sentTime=1763643976019361536',
			row: {
				sender: "16U*GiNg1a",
				msgHash: "0x17cf",
				receiver: "16U*wJXtuH",
				sentTime: 1763643976019361536n,
			},
		},
	],
});

export const lightpushReceived = defineEvent({
	name: "waku.lightpush-received",
	about: "a lightpush server got a message from a client, by either protocol",
	messages: ["handling lightpush request"],
	fields: {
		receiver: {
			...me("who received"),
			optional: true,
			about: "who received, shortened; the legacy protocol does not say",
		},
		sender: { from: "peer_id", type: "text", about: "the client, shortened" },
		msgHash: hash,
		receivedTime,
		protocol: {
			from: "topics",
			type: "text",
			optional: true,
			about: "`waku lightpush` or `waku lightpush legacy`",
		},
	},
	samples: [
		{
			line: 'NTC 2025-11-20 13:06:16.015+00:00 handling lightpush request                 topics="waku lightpush" tid=7 file=protocol.nim:79 my_peer_id=16U*GiNg1a peer_id=16U*wJXtuH requestId=db01d1a6519de2145f10 pubsubTopic="some(\\"/waku/2/rs/2/0\\")" msg_hash=0x17cf receivedTime=1763643976019361536',
			row: {
				receiver: "16U*GiNg1a",
				sender: "16U*wJXtuH",
				msgHash: "0x17cf",
				receivedTime: 1763643976019361536n,
				protocol: "waku lightpush",
			},
		},
		{
			line: 'NTC 2025-11-20 13:50:35.376+00:00 handling lightpush request                 topics="waku lightpush legacy" tid=7 file=protocol.nim:48 peer_id=12D*YCde2H requestId=46e649c7-f0db-409c-afed-c34f17e2ff7b pubsubTopic=/waku/2/rs/2/0 msg_hash=0x1441 receivedTime=1763646635380167168',
			row: {
				receiver: null,
				sender: "12D*YCde2H",
				protocol: "waku lightpush legacy",
			},
		},
	],
});

export const mixSent = defineEvent({
	name: "waku.mix-sent",
	about: "a node sent a message into the mixnet",
	messages: ["publishWithConn", "sent relay message publishWithConn"],
	fields: {
		sender: me("who sent"),
		receiver: { from: "peer_id", type: "text", about: "to whom, shortened" },
		msgHash: hash,
		sentTime,
	},
	samples: [
		{
			line: 'DBG 2025-11-20 13:06:16.015+00:00 publishWithConn                            topics="waku lightpush client" tid=7 my_peer_id=16U*GiNg1a peer_id=16U*wJXtuH msg_hash=0x17cf sentTime=1763643976019361536',
			row: {
				sender: "16U*GiNg1a",
				receiver: "16U*wJXtuH",
				msgHash: "0x17cf",
				sentTime: 1763643976019361536n,
			},
		},
	],
});
