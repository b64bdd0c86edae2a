import { defineEvent, type Field } from "./schema.ts";

const serviceId: Field = { type: "text", about: "`key:` and hex" };

/** @see 10ksim service_discovery_tracer.py */
export const interestStarted = defineEvent({
	name: "service-discovery.interest-started",
	about: "a node begins to look for a service",
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
		"a node found a peer that offers the service; the first per peer and service counts",
	messages: ["found peer offering service"],
	fields: {
		peerId: { type: "text", about: "who offers it" },
		serviceId,
	},
	samples: [
		{
			line: 'NTC 2026-07-02 15:51:34.015+00:00 found peer offering service                topics="service-disco discoverer" tid=1 peerId=12D*a3Ub1R serviceId=key:936997257CBA',
			row: { peerId: "12D*a3Ub1R", serviceId: "key:936997257CBA" },
		},
	],
});
