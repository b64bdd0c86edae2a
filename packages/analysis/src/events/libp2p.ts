import { defineEvent } from "./schema.ts";

/** @see 10ksim nimlibp2p_tracer.py, `with_received_pattern_group` */
export const received = defineEvent({
	name: "libp2p.received",
	about: "a test node got a message; one line per fragment",
	messages: ["Received message"],
	fields: {
		msgId: { type: "int64", about: "random id of 63 bits" },
		sentAt: {
			type: "time",
			unit: "ns",
			about: "clock of the publisher when it sent",
		},
		current: {
			type: "time",
			unit: "ns",
			about: "clock of the receiver when it got it",
		},
		delayMs: {
			type: "int64",
			unit: "ms",
			about: "current - sentAt; negative where the clocks disagree",
		},
	},
	samples: [
		{
			line: "INF 2026-08-05 01:15:19.582+00:00 Received message                           tid=1 msgId=13647046878266911 sentAt=1785892519584947712 current=1785892519585947712 delayMs=1",
			row: {
				time: 1785892519582000000n,
				msgId: 13647046878266911n,
				sentAt: 1785892519584947712n,
				current: 1785892519585947712n,
				delayMs: 1n,
			},
		},
		{
			line: "INF 2026-08-05 01:15:19.582+00:00 Received message   tid=1 msgId=2759438560592407784 sentAt=1785892519584947712 current=1785892519583493632 delayMs=-1",
			row: { msgId: 2759438560592407784n, delayMs: -1n },
		},
		{
			line: '{"lvl":"INF","ts":"2026-08-05 01:15:19.582+00:00","msg":"Received message","tid":1,"msgId":9223372036854775807,"sentAt":1785892519584947712,"current":1785892519585947712,"delayMs":1}',
			row: { msgId: 9223372036854775807n },
		},
	],
});

/** @see 10ksim nimlibp2p_tracer.py, `with_sent_pattern_group` */
export const sent = defineEvent({
	name: "libp2p.sent",
	about:
		"a test node is about to publish: a failed publish leaves this line too",
	messages: ["Sent message"],
	fields: {
		msgId: { type: "int64", about: "random id of 63 bits" },
		timestamp: { type: "time", unit: "ns", about: "clock of the publisher" },
	},
	samples: [
		{
			line: "INF 2026-08-05 01:15:19.584+00:00 Sent message                               tid=1 msgId=13647046878266911 timestamp=1785892519584947712",
			row: { msgId: 13647046878266911n, timestamp: 1785892519584947712n },
		},
	],
});

export const deliveryEcho = defineEvent({
	name: "libp2p.delivery-echo",
	about: "the bare line per complete message, beside `libp2p.received`",
	messages: ["milliseconds"],
	fields: {
		id: {
			type: "int64",
			about: "the msgId of the nim node, the sending time of Go's and Rust's",
		},
		delayMs: {
			from: "milliseconds",
			type: "int64",
			unit: "ms",
			about: "from sending to arrival, by two clocks",
		},
	},
	samples: [
		{
			line: "13647046878266911 milliseconds: 1",
			row: { time: null, id: 13647046878266911n, delayMs: 1n },
		},
		{
			line: "2759438560592407784 milliseconds: -1",
			row: { id: 2759438560592407784n, delayMs: -1n },
		},
	],
});

export const publishResult = defineEvent({
	name: "libp2p.publish-result",
	about: "how many peers a publish went to (priority queues image)",
	messages: ["publish result"],
	fields: {
		res: { type: "int64", unit: "count", about: "peers published to" },
		meshSize: { type: "int64", unit: "count", about: "peers in the mesh" },
		gossipPeers: { type: "int64", unit: "count", about: "peers of the topic" },
		fanoutPeers: { type: "int64", unit: "count", about: "peers of the fanout" },
	},
	samples: [
		{
			line: "INF 2026-08-05 01:15:19.584+00:00 publish result                             tid=1 res=6 meshSize=6 gossipPeers=9 fanoutPeers=0 topicInTopics=true",
			row: { res: 6n, meshSize: 6n, gossipPeers: 9n, fanoutPeers: 0n },
		},
	],
});

export const meshDetails = defineEvent({
	name: "libp2p.mesh-details",
	about: "size of the mesh once the node has joined",
	messages: ["Mesh details "],
	fields: {
		meshSize: { type: "int64", unit: "count", about: "peers in the mesh" },
		peersConnected: {
			type: "int64",
			unit: "count",
			about: "peers of the topic that are connected",
		},
	},
	samples: [
		{
			line: "INF 2026-08-05 01:14:19.584+00:00 Mesh details                               tid=1 meshSize=6 peersConnected=11",
			row: { meshSize: 6n, peersConnected: 11n },
		},
	],
});
