import { defineEvent, type Field } from "@lab/analysis/protocol";
import { message } from "./_fields.ts";

const targets: Field = {
	from: "target_peer_ids",
	type: "text",
	optional: true,
	about: "shortened peer ids of the clients, as a Nim list",
};
const clients: Field = {
	from: "numPeers",
	type: "int64",
	unit: "count",
	about: "number of clients addressed",
};

/** @see nwaku waku_filter_v2/protocol.nim */
export const pushing = defineEvent({
	name: "waku.filter-pushing",
	about: "a filter server starts to push a message to its clients",
	messages: ["pushing message to subscribed peers"],
	fields: { ...message, targets },
	samples: [
		{
			line: 'NTC 2025-11-20 13:06:16.031+00:00 pushing message to subscribed peers        topics="waku filter" tid=7 file=protocol.nim:205 pubsubTopic=/waku/2/rs/2/0 contentTopic=/my-app/1/dst/proto payload=0a1b target_peer_ids="@[\\"16U*GiNg1a\\", \\"16U*wJXtuH\\"]" msg_hash=0x17cfd30767acac9b86c18333ba918abef93cc23f65b6c98c845c682584f92583',
			row: {
				id: 107238875738065609n,
				targets: '@["16U*GiNg1a", "16U*wJXtuH"]',
			},
		},
	],
});

/** The misspelling is nwaku's. */
export const pushed = defineEvent({
	name: "waku.filter-pushed",
	about: "a filter server has pushed a message to all its clients",
	messages: [
		"pushed message succesfully to all subscribers",
		"pushed message to all subscribers",
	],
	fields: { ...message, clients, targets },
	samples: [
		{
			line: 'NTC 2025-11-20 13:06:16.045+00:00 pushed message succesfully to all subscr.. topics="waku filter" tid=7 file=protocol.nim:275 pubsubTopic=/waku/2/rs/2/0 contentTopic=/my-app/1/dst/proto msg_hash=0x17cfd30767acac9b86c18333ba918abef93cc23f65b6c98c845c682584f92583 numPeers=2 target_peer_ids="@[\\"16U*GiNg1a\\", \\"16U*wJXtuH\\"]"',
			row: { id: 107238875738065609n, clients: 2n },
		},
	],
});

export const timedOut = defineEvent({
	name: "waku.filter-timed-out",
	about: "a filter server gave up pushing a message to some clients",
	messages: ["timed out pushing message to peers"],
	fields: { ...message, clients, targets },
	samples: [
		{
			line: 'ERR 2025-11-20 13:06:36.031+00:00 timed out pushing message to peers         topics="waku filter" tid=7 file=protocol.nim:267 pubsubTopic=/waku/2/rs/2/0 contentTopic=/my-app/1/dst/proto msg_hash=0x17cfd30767acac9b86c18333ba918abef93cc23f65b6c98c845c682584f92583 numPeers=1 target_peer_ids="@[\\"16U*GiNg1a\\"]"',
			row: { id: 107238875738065609n, clients: 1n, targets: '@["16U*GiNg1a"]' },
		},
	],
});

/** @see nwaku waku_filter_v2/client.nim */
export const received = defineEvent({
	name: "waku.filter-received",
	about: "a client received a message from its filter server",
	messages: ["Received message push"],
	fields: {
		...message,
		server: {
			from: "peerId",
			type: "text",
			about: "the server's peer id, shortened",
		},
	},
	samples: [
		{
			line: 'INF 2025-11-20 13:06:16.040+00:00 Received message push                      topics="waku filter client" tid=7 file=client.nim:194 peerId=16U*xR7kTn msg_hash=0x17cfd30767acac9b86c18333ba918abef93cc23f65b6c98c845c682584f92583 payload=0a1b pubsubTopic=/waku/2/rs/2/0 content_topic=/my-app/1/dst/proto conn=16U*xR7kTn:691f',
			row: {
				time: 1763643976040000000n,
				id: 107238875738065609n,
				server: "16U*xR7kTn",
			},
		},
	],
});

/** @see 10ksim get_filter_messages: the last line of its pod */
export const filterChecked = defineEvent({
	name: "waku.filter-checked",
	about:
		"result of a checker: whether all filter clients hold the same messages",
	messages: ["filter messages"],
	fields: { equal: { type: "text", about: "True or False" } },
	samples: [{ line: "True", row: { equal: "True" } }],
});
