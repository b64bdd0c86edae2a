import { defineEvent } from "@lab/analysis/protocol";

/** @see 10ksim nimlibp2p_tracer.py, `with_received_pattern_group` */
export const received = defineEvent({
	name: "libp2p.received",
	about: "a test node received a message; one line per fragment",
	messages: ["Received message"],
	fields: {
		msgId: { type: "int64", about: "random 63-bit id" },
		sentAt: {
			type: "time",
			unit: "ns",
			about: "publisher's clock at sending",
		},
		current: {
			type: "time",
			unit: "ns",
			about: "receiver's clock at receipt",
		},
		delayMs: {
			type: "int64",
			unit: "ms",
			about: "current - sentAt; may be negative because of clock skew",
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
		"a test node is about to publish; also logged if the publish then fails",
	messages: ["Sent message"],
	fields: {
		msgId: { type: "int64", about: "random 63-bit id" },
		timestamp: { type: "time", unit: "ns", about: "publisher's clock" },
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
	about: "short line per complete message, in addition to `libp2p.received`",
	messages: ["milliseconds"],
	fields: {
		id: {
			type: "int64",
			about: "msgId of a Nim node; sending time of a Go or Rust node",
		},
		delayMs: {
			from: "milliseconds",
			type: "int64",
			unit: "ms",
			about: "latency, from the clocks of two machines",
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
	about: "number of peers a message was published to (priority queues image)",
	messages: ["publish result"],
	fields: {
		res: { type: "int64", unit: "count", about: "peers published to" },
		meshSize: { type: "int64", unit: "count", about: "peers in the mesh" },
		gossipPeers: { type: "int64", unit: "count", about: "peers in the topic" },
		fanoutPeers: { type: "int64", unit: "count", about: "peers in the fanout" },
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
			about: "connected peers in the topic",
		},
	},
	samples: [
		{
			line: "INF 2026-08-05 01:14:19.584+00:00 Mesh details                               tid=1 meshSize=6 peersConnected=11",
			row: { meshSize: 6n, peersConnected: 11n },
		},
		{
			// The Rust test node, `main.rs`.
			line: "2026-08-05T01:14:19.584123Z  INFO rust_test_node: Mesh details meshSize=6, peersConnected=11, dialed=10",
			row: { meshSize: 6n, peersConnected: 11n },
		},
	],
});

/** @see dst-libp2p-test-node, `go-test-node/main.go` */
export const meshSize = defineEvent({
	name: "libp2p.mesh-size",
	about: "size of the mesh once a Go node has joined; printed without a time",
	messages: [],
	templates: ["Mesh size: <meshSize>"],
	fields: {
		meshSize: { type: "int64", unit: "count", about: "peers in the mesh" },
	},
	samples: [{ line: "Mesh size: 8", row: { time: null, meshSize: 8n } }],
});

/** @see dst-libp2p-test-node, `go-test-node/main.go` and `rust-test-node/src/main.rs` */
export const publishEndpoint = defineEvent({
	name: "libp2p.publish-endpoint",
	about: "a Go or Rust node starts to accept requests to publish",
	messages: ["Starting listening endpoint for publish controller"],
	templates: ["Starting listening endpoint for publish controller"],
	fields: {},
	samples: [
		{
			line: "Starting listening endpoint for publish controller",
			row: { time: null },
		},
		{
			line: "2026-08-05T01:14:19.584123Z  INFO rust_test_node: Starting listening endpoint for publish controller",
			row: { time: 1785892459584123000n },
		},
	],
});
