import { defineExperiment } from "../../experiment.ts";
import { images } from "../../images.ts";
import { nodeGuards } from "../../judgement.ts";
import { choice, count, duration, ratio, text } from "../../parameter.ts";
import {
	KAD_SERVICE,
	kadServiceIn,
	libp2pNodes,
} from "../../protocols/libp2p.ts";

/** Lookups in a distributed hash table: duration, timeouts, distance of the peers found. */
export const kadDht = defineExperiment({
	name: "kad-dht",
	purpose:
		"how long do lookups of peers in a kad-dht take, and how close are the results?",
	backends: ["cluster"],
	parameters: {
		nodes: count({
			default: 80,
			min: 2,
			max: 10_000,
			unit: "nodes",
			meaning: "number of nodes that hold the table",
		}),
		probes: count({
			default: 1,
			min: 1,
			max: 100,
			unit: "nodes",
			meaning: "number of nodes that look up peers",
		}),
		muxer: choice({
			default: "yamux",
			choices: ["yamux", "mplex", "quic"],
			meaning: "stream multiplexer",
		}),
		image: text({ default: images.kadDht, meaning: "image of the nodes" }),
		warmUp: duration({
			default: "0s",
			min: "0s",
			max: "24h",
			meaning: "time from the last node's start to the start of the probes",
		}),
		success: ratio({
			default: 0.95,
			max: 1,
			meaning: "required share of lookups that get a response",
		}),
		maxLookup: duration({
			default: "10s",
			min: "1ms",
			max: "1h",
			meaning: "highest acceptable 95th percentile of a node's lookup times",
		}),
		lookups: duration({
			default: "60s",
			min: "1s",
			max: "24h",
			meaning: "how long the probes look up peers",
		}),
	},
	draft(p, { namespace }) {
		const kad = (role: string) => ({
			NODE_ROLE: role,
			PORT: "5000",
			DISCOVERY: "kad-dht",
			MUXER: p.muxer,
		});
		const member = { SERVICE: kadServiceIn(namespace) };
		const ready = {
			check: { httpPath: "/ready", port: 8008 },
			initialDelaySeconds: 2,
			periodSeconds: 2,
		};
		return {
			groups: [
				libp2pNodes({
					name: "bootstrap",
					service: KAD_SERVICE,
					replicas: 1,
					image: p.image,
					env: kad("RoleBootstrap"),
					ready,
				}),
				libp2pNodes({
					name: "nodes",
					replicas: p.nodes,
					image: p.image,
					env: { ...kad("RoleNormal"), ...member },
					ready,
				}),
				libp2pNodes({
					name: "probe",
					// The timeline starts the probes when the table is warm.
					replicas: 0,
					ready: "unprobed",
					image: p.image,
					env: { ...kad("RoleProbe"), ...member },
				}),
			],
			settle: [{ kind: "ready", fraction: 1 }],
			timeline: [
				{
					kind: "scale",
					name: "probes",
					atMs: p.warmUp,
					group: "probe",
					replicas: p.probes,
				},
				{
					kind: "wait",
					name: "lookups",
					atMs: p.warmUp,
					durationMs: p.lookups,
				},
			],
			windows: [
				{ name: "lookups", startMs: p.warmUp, endMs: p.warmUp + p.lookups },
			],
			drain: { dwellMs: 10_000, scrapeIntervalMs: 5000 },
			guards: nodeGuards,
			criteria: [
				{ measure: "kad.lookups.success", atLeast: p.success },
				{ measure: "kad.lookups.p95", atMost: p.maxLookup },
			],
		};
	},
});
