import { defineEvent, type Field } from "@lab/analysis/protocol";

const peerId: Field = { type: "text", about: "the peer's id" };

/** @see 10ksim connmanager_tracer.py */
export const storedMuxer = defineEvent({
	name: "connection-manager.stored-muxer",
	about: "a connection was established (trace level)",
	messages: ["Stored muxer"],
	fields: {
		peerId: {
			from: "muxer",
			type: "text",
			before: ":",
			about: "the peer's id; in the line, the connection's id follows it",
		},
		direction: { type: "text", about: "In or Out" },
		peers: {
			type: "int64",
			unit: "count",
			about: "connected peers at that time",
		},
	},
	samples: [
		{
			line: 'TRC 2026-05-11 09:30:00.101+00:00 Stored muxer                               topics="libp2p connmanager" tid=1 muxer=16U*GiNg1a:68219f2a direction=In peers=21',
			row: { peerId: "16U*GiNg1a", direction: "In", peers: 21n },
		},
	],
});

export const droppingPeer = defineEvent({
	name: "connection-manager.dropping-peer",
	about: "a hub above its high watermark drops a connection",
	messages: ["Dropping peer"],
	fields: { peerId },
	samples: [
		{
			line: 'DBG 2026-05-11 09:30:02.101+00:00 Dropping peer                              topics="libp2p connmanager" tid=1 peerId=16U*GiNg1a',
			row: { peerId: "16U*GiNg1a" },
		},
	],
});

export const peerStarted = defineEvent({
	name: "connection-manager.peer-started",
	about: "a peer has started",
	messages: ["Peer started"],
	fields: {
		peerId,
		dialOut: {
			type: "text",
			optional: true,
			about: "whether it dials the hubs",
		},
		reconnect: {
			type: "text",
			optional: true,
			about: "when it reconnects",
		},
	},
	samples: [
		{
			line: "NTC 2026-05-11 09:29:00.101+00:00 Peer started                               tid=1 peerId=16U*GiNg1a dialOut=true reconnect=none",
			row: { peerId: "16U*GiNg1a", dialOut: "true", reconnect: "none" },
		},
	],
});

export const hubStarted = defineEvent({
	name: "connection-manager.hub-started",
	about: "a hub has started",
	messages: ["Hub started"],
	fields: {
		peerId,
		lowWater: {
			type: "int64",
			unit: "count",
			optional: true,
			about: "number of connections after trimming",
		},
		highWater: {
			type: "int64",
			unit: "count",
			optional: true,
			about: "number of connections above which it trims",
		},
		gracePeriodS: {
			type: "int64",
			unit: "s",
			optional: true,
			about: "time during which a new connection is not trimmed",
		},
		silencePeriodS: {
			type: "int64",
			unit: "s",
			optional: true,
			about: "minimum time between two trims",
		},
		maxConnections: {
			type: "int64",
			unit: "count",
			optional: true,
			about: "hard limit of connections; 0: none",
		},
		protectedPeers: {
			type: "int64",
			unit: "count",
			optional: true,
			about: "number of peers that it must not trim",
		},
		outboundPeers: {
			type: "int64",
			unit: "count",
			optional: true,
			about: "number of peers that it dials itself",
		},
	},
	samples: [
		{
			line: "NTC 2026-05-11 09:29:00.101+00:00 Hub started                                tid=1 peerId=16U*wJXtuH lowWater=10 highWater=20 gracePeriodS=60 silencePeriodS=2 maxConnections=0 protectedPeers=0 outboundPeers=5",
			row: {
				peerId: "16U*wJXtuH",
				lowWater: 10n,
				highWater: 20n,
				gracePeriodS: 60n,
				silencePeriodS: 2n,
				maxConnections: 0n,
				protectedPeers: 0n,
				outboundPeers: 5n,
			},
		},
	],
});
