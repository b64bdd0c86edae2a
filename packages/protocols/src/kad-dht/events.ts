import { defineEvent, type Field } from "@lab/analysis/protocol";

const peerId: Field = { type: "text", about: "the peer's id" };

/** @see 10ksim kad_dht_tracer.py */
export const lookupFinished = defineEvent({
	name: "kad-dht.lookup-finished",
	about: "a lookup ended; lists the peers that it tried",
	messages: ["Lookup finished"],
	fields: {
		target: { type: "text", about: "the key that was looked up" },
		durationMs: {
			from: "duration_ms",
			type: "int64",
			unit: "ms",
			about: "duration of the lookup",
		},
		rounds: {
			from: ["rounds", "hops"],
			type: "int64",
			unit: "count",
			optional: true,
			about: "number of hops, in versions that log it",
		},
		peers: {
			type: "tuples",
			about:
				"for each peer: pid, dist (hex, or missing), responded (Success, Failed, missing), attempts",
		},
	},
	samples: [
		{
			line: 'INF 2026-04-02 12:00:07.250+00:00 Lookup finished                            topics="libp2p kad-dht" tid=1 target=16U*wJXtuH duration_ms=412 peers="[(pid: 16Uiu2HAmGiNg1a, dist: 00ff, responded: Success, attempts: 1), (pid: 16Uiu2HAmwJXtuH, dist: missing, responded: Failed, attempts: 3)]"',
			row: {
				target: "16U*wJXtuH",
				durationMs: 412n,
				rounds: null,
				peers:
					'[{"pid":"16Uiu2HAmGiNg1a","dist":"00ff","responded":"Success","attempts":"1"},{"pid":"16Uiu2HAmwJXtuH","dist":"missing","responded":"Failed","attempts":"3"}]',
			},
		},
		{
			line: 'INF 2026-04-02 12:00:07.250+00:00 Lookup finished                            topics="libp2p kad-dht" tid=1 rounds=2 target=16U*wJXtuH duration_ms=3 peers="[]"',
			row: { durationMs: 3n, rounds: 2n, peers: "[]" },
		},
	],
});

export const nodeStarted = defineEvent({
	name: "kad-dht.node-started",
	about: "a node has started",
	messages: ["Node started"],
	fields: {
		peerId,
		role: {
			type: "text",
			optional: true,
			about: "RoleBootstrap, RoleNormal or RoleProbe",
		},
	},
	samples: [
		{
			line: "NTC 2026-04-02 12:00:00.250+00:00 Node started                               tid=1 peerId=16Uiu2HAmGiNg1a role=RoleNormal listen=/ip4/0.0.0.0/tcp/5000",
			row: {
				time: 1775131200250000000n,
				peerId: "16Uiu2HAmGiNg1a",
				role: "RoleNormal",
			},
		},
	],
});

export const bootstrapConnected = defineEvent({
	name: "kad-dht.bootstrap-connected",
	about:
		"a node connected to its bootstrap node; also logged by service discovery",
	messages: ["Connected to bootstrap"],
	fields: {
		address: {
			type: "text",
			optional: true,
			about: "address of the bootstrap node",
		},
		peerId: { ...peerId, optional: true },
	},
	samples: [
		{
			line: "NTC 2026-04-02 12:00:01.250+00:00 Connected to bootstrap                     tid=1 address=/ip4/10.0.0.7/tcp/5000 peerId=16U*GiNg1a",
			row: {
				time: 1775131201250000000n,
				address: "/ip4/10.0.0.7/tcp/5000",
				peerId: "16U*GiNg1a",
			},
		},
	],
});

export const warmupComplete = defineEvent({
	name: "kad-dht.warmup-complete",
	about: "a node has filled its routing table",
	messages: ["Warmup complete"],
	fields: {},
	samples: [
		{
			line: "NTC 2026-04-02 12:00:05.250+00:00 Warmup complete                            tid=1",
			row: { time: 1775131205250000000n },
		},
	],
});

export const probe = defineEvent({
	name: "kad-dht.probe",
	about: "the probe starts to look up a random peer",
	messages: ["Probe: Finding node"],
	fields: { target: { type: "text", about: "the peer that it looks up" } },
	samples: [
		{
			line: "NTC 2026-04-02 12:00:06.250+00:00 Probe: Finding node                        tid=1 target=16Uiu2HAmwJXtuH",
			row: { time: 1775131206250000000n, target: "16Uiu2HAmwJXtuH" },
		},
	],
});

export const probeFailed = defineEvent({
	name: "kad-dht.probe-failed",
	about: "a lookup by the probe failed or took longer than 30 s",
	messages: ["Probe Failed"],
	fields: {
		target: { type: "text", about: "the peer that it looked up" },
		error: { type: "text", optional: true, about: "reason" },
	},
	samples: [
		{
			line: 'WRN 2026-04-02 12:00:36.250+00:00 Probe Failed                               tid=1 target=16Uiu2HAmwJXtuH success=false error="Timeout exceeded!"',
			row: { target: "16Uiu2HAmwJXtuH", error: "Timeout exceeded!" },
		},
	],
});
