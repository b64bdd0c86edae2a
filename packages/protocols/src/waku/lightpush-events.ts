import { defineEvent } from "@lab/analysis/protocol";
import { me, message, receivedTime, sentTime } from "./_fields.ts";

export const received = defineEvent({
	name: "waku.lightpush-received",
	about:
		"a lightpush server received a message from a client, by either protocol version",
	messages: ["handling lightpush request"],
	fields: {
		receiver: {
			...me("the server"),
			optional: true,
			about:
				"the server's peer id, shortened; not logged by the legacy protocol",
		},
		sender: {
			from: "peer_id",
			type: "text",
			about: "the client's peer id, shortened",
		},
		...message,
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
			line: 'NTC 2025-11-20 13:06:16.015+00:00 handling lightpush request                 topics="waku lightpush" tid=7 file=protocol.nim:79 my_peer_id=16U*GiNg1a peer_id=16U*wJXtuH requestId=db01d1a6519de2145f10 pubsubTopic="some(\\"/waku/2/rs/2/0\\")" msg_hash=0x17cfd30767acac9b86c18333ba918abef93cc23f65b6c98c845c682584f92583 receivedTime=1763643976019361536',
			row: {
				receiver: "16U*GiNg1a",
				sender: "16U*wJXtuH",
				id: 107238875738065609n,
				msgHash:
					"0x17cfd30767acac9b86c18333ba918abef93cc23f65b6c98c845c682584f92583",
				receivedTime: 1763643976019361536n,
				protocol: "waku lightpush",
			},
		},
		{
			line: 'NTC 2025-11-20 13:50:35.376+00:00 handling lightpush request                 topics="waku lightpush legacy" tid=7 file=protocol.nim:48 peer_id=12D*YCde2H requestId=46e649c7-f0db-409c-afed-c34f17e2ff7b pubsubTopic=/waku/2/rs/2/0 msg_hash=0x1441d30767acac9b86c18333ba918abef93cc23f65b6c98c845c682584f92583 receivedTime=1763646635380167168',
			row: {
				receiver: null,
				sender: "12D*YCde2H",
				id: 91229986437647049n,
				msgHash:
					"0x1441d30767acac9b86c18333ba918abef93cc23f65b6c98c845c682584f92583",
				receivedTime: 1763646635380167168n,
				protocol: "waku lightpush legacy",
			},
		},
	],
});

/** @see nwaku waku_lightpush/client.nim; the log message is the single word "publish" */
export const sent = defineEvent({
	name: "waku.lightpush-sent",
	about: "a client sends a message to a lightpush server",
	messages: ["publish"],
	topics: "waku lightpush client",
	fields: {
		id: { ...message.id, from: "msgHash" },
		msgHash: { ...message.msgHash, from: "msgHash" },
		sender: {
			from: "myPeerId",
			type: "text",
			about: "the client's peer id, shortened",
		},
		receiver: {
			from: "peerId",
			type: "text",
			about: "the server's peer id, shortened",
		},
		sentTime,
	},
	samples: [
		{
			line: 'INF 2025-11-20 13:06:16.012+00:00 publish                                    topics="waku lightpush client" tid=7 file=client.nim:101 myPeerId=16U*wJXtuH peerId=16U*GiNg1a msgHash=0x17cfd30767acac9b86c18333ba918abef93cc23f65b6c98c845c682584f92583 sentTime=1763643976012361536',
			row: {
				id: 107238875738065609n,
				sender: "16U*wJXtuH",
				receiver: "16U*GiNg1a",
				sentTime: 1763643976012361536n,
			},
		},
	],
});

export const refused = defineEvent({
	name: "waku.lightpush-refused",
	about: "a lightpush server found no peer to relay a message to",
	messages: ["Lightpush request has not been published to any peers"],
	fields: {
		...message,
		reason: { type: "text", about: "reason, such as NoPeersToPublish" },
	},
	samples: [
		{
			line: 'NTC 2025-11-20 13:06:16.019+00:00 Lightpush request has not been published.. topics="waku lightpush" tid=7 file=callbacks.nim:53 msg_hash=0x17cfd30767acac9b86c18333ba918abef93cc23f65b6c98c845c682584f92583 reason=NoPeersToPublish',
			row: { id: 107238875738065609n, reason: "NoPeersToPublish" },
		},
		{
			line: 'NTC 2025-11-20 13:06:16.019+00:00 Lightpush request has not been published to any peers topics="waku lightpush" tid=7 file=callbacks.nim:53 msg_hash=0x17cfd30767acac9b86c18333ba918abef93cc23f65b6c98c845c682584f92583 reason=NoPeersToPublish',
			row: { id: 107238875738065609n, reason: "NoPeersToPublish" },
		},
	],
});
