import { defineEvent, type Field } from "./schema.ts";

const peerId: Field = { type: "text", about: "the peer's id" };

/** @see 10ksim connmanager_tracer.py */
export const storedMuxer = defineEvent({
	name: "connection-manager.stored-muxer",
	about: "a connection was set up (trace level)",
	messages: ["Stored muxer"],
	fields: {
		peerId: {
			from: "muxer",
			type: "text",
			before: ":",
			about: "the peer; the line adds the connection's id",
		},
		direction: { type: "text", about: "In or Out" },
		peers: { type: "int64", unit: "count", about: "peers connected then" },
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
	about: "the hub trims a connection above its high watermark",
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
	about: "a peer is up",
	messages: ["Peer started"],
	fields: {
		peerId,
		dialOut: { type: "text", optional: true, about: "does it dial the hubs?" },
		reconnect: {
			type: "text",
			optional: true,
			about: "when it dials again",
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
	about: "a hub is up",
	messages: ["Hub started"],
	fields: {
		peerId,
		lowWater: {
			type: "int64",
			unit: "count",
			optional: true,
			about: "connections that it trims down to",
		},
		highWater: {
			type: "int64",
			unit: "count",
			optional: true,
			about: "connections above which it trims",
		},
		gracePeriodS: {
			type: "int64",
			unit: "s",
			optional: true,
			about: "a new connection is not trimmed for so long",
		},
		silencePeriodS: {
			type: "int64",
			unit: "s",
			optional: true,
			about: "between two trims",
		},
		maxConnections: {
			type: "int64",
			unit: "count",
			optional: true,
			about: "hard cap, 0 for none",
		},
		protectedPeers: {
			type: "int64",
			unit: "count",
			optional: true,
			about: "peers that it never trims",
		},
		outboundPeers: {
			type: "int64",
			unit: "count",
			optional: true,
			about: "peers that it dials itself",
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
