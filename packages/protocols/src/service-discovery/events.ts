import { defineEvent, type Field } from "@lab/analysis/protocol";

const serviceId: Field = { type: "text", about: "`key:` followed by hex" };

/** @see 10ksim service_discovery_tracer.py */
export const interestStarted = defineEvent({
	name: "service-discovery.interest-started",
	about: "a node starts to look for a service",
	messages: ["starting interest for service"],
	fields: { serviceId },
	samples: [
		{
			line: 'NTC 2026-07-02 15:51:34.010+00:00 starting interest for service              topics="service-disco discoverer" tid=1 serviceId=key:936997257CBA',
			row: { time: 1783007494010000000n, serviceId: "key:936997257CBA" },
		},
	],
});

export const peerFound = defineEvent({
	name: "service-discovery.peer-found",
	about:
		"a node found a peer that offers the service; only the first per peer and service counts",
	messages: ["found peer offering service"],
	fields: {
		peerId: { type: "text", about: "the peer that offers it" },
		serviceId,
	},
	samples: [
		{
			line: 'NTC 2026-07-02 15:51:34.015+00:00 found peer offering service                topics="service-disco discoverer" tid=1 peerId=12D*a3Ub1R serviceId=key:936997257CBA',
			row: {
				time: 1783007494015000000n,
				peerId: "12D*a3Ub1R",
				serviceId: "key:936997257CBA",
			},
		},
	],
});

/** @see dst-libp2p-test-node nim-test-node/service-discovery */
export const nodeStarted = defineEvent({
	name: "service-discovery.node-started",
	about: "a node has started",
	messages: ["Service discovery node started"],
	fields: {
		peerId: { type: "text", about: "the peer's id" },
		role: { type: "text", about: "RoleBootstrap, RoleAdvertiser, .." },
	},
	samples: [
		{
			line: "NTC 2026-07-02 15:50:34.010+00:00 Service discovery node started             tid=1 peerId=12D3KooWa3Ub1R role=RoleAdvertiser listen=/ip4/0.0.0.0/tcp/5000",
			row: { peerId: "12D3KooWa3Ub1R", role: "RoleAdvertiser" },
		},
	],
});

export const advertising = defineEvent({
	name: "service-discovery.advertising",
	about: "a node starts to advertise a service",
	messages: ["Advertising service"],
	fields: {
		service: {
			type: "text",
			about: "name of the service; its serviceId is the SHA-256",
		},
	},
	samples: [
		{
			line: "NTC 2026-07-02 15:50:44.010+00:00 Advertising service                        tid=1 service=chat1 dataLen=0",
			row: { service: "chat1" },
		},
	],
});

export const lookupCompleted = defineEvent({
	name: "service-discovery.lookup-completed",
	about: "one round of looking for a service ended",
	messages: ["Lookup completed"],
	fields: {
		service: { type: "text", about: "name of the service" },
		advertisements: {
			type: "int64",
			unit: "count",
			about: "advertisements found",
		},
		uniquePeers: {
			type: "int64",
			unit: "count",
			about: "different peers that offer it",
		},
	},
	samples: [
		{
			line: "NTC 2026-07-02 15:51:35.010+00:00 Lookup completed                           tid=1 service=chat1 advertisements=7 uniquePeers=5",
			row: { service: "chat1", advertisements: 7n, uniquePeers: 5n },
		},
	],
});
