import {
	type GossipSub,
	gossipsub,
	TopicValidatorResult,
} from "@libp2p/gossipsub";
import { identify } from "@libp2p/identify";
import type { Libp2p } from "@libp2p/interface";
import { noise } from "@libp2p/noise";
import { type Ping, ping } from "@libp2p/ping";
import { yamux } from "@libp2p/yamux";
import { createLibp2p } from "libp2p";
import { chance } from "./chance.ts";
import type { Clock } from "./clock.ts";
import { type Counters, createCounters } from "./counters.ts";
import { createLink, type Link } from "./link.ts";
import { decodeMessage, encodeMessage } from "./message.ts";
import type { NodeLog } from "./node-log.ts";
import type { Settings } from "./settings.ts";

export interface GossipNode extends NodeLog {
	readonly name: string;
	readonly host: Libp2p<{ pubsub: GossipSub; ping: Ping }>;
	readonly topic: string;
	readonly link: Link;
	readonly clock: Clock;
	readonly counters: Counters;
	readonly counts: { delivered: number; dropped: number; published: number };
	/** Number of peers that each message of this node was sent to, by message id. */
	readonly published: ReadonlyMap<bigint, number>;
	/** @returns number of peers that it was sent to; 0 if there are none */
	publish(topic: string, id: bigint, sizeBytes: number): Promise<number>;
}

/** A GossipSub node configured like the nim test node: D 6 (4 to 8), 1 s heartbeat, flood publish, unsigned. */
export async function createGossipNode(
	name: string,
	settings: Settings,
	clock: Clock,
	{ log, sentinel }: NodeLog,
): Promise<GossipNode> {
	const link = createLink();
	const counters = createCounters();
	const host = await createLibp2p({
		addresses: { listen: [`/ip4/${settings.host}/tcp/0`] },
		transports: [link.transport],
		connectionEncrypters: [noise()],
		streamMuxers: [yamux()],
		connectionGater: {
			denyDialPeer: (peer) => link.blocks(peer),
			denyDialMultiaddr: () => false,
			denyInboundEncryptedConnection: (peer) => link.blocks(peer),
		},
		connectionManager: {
			maxConnections: 1000,
			maxIncomingPendingConnections: 1000,
			inboundConnectionThreshold: 10_000,
		},
		connectionMonitor: { enabled: false },
		services: {
			identify: identify(),
			ping: ping(),
			pubsub: gossipsub({
				D: 6,
				Dlo: 4,
				Dhi: 8,
				Dlazy: 6,
				heartbeatInterval: 1000,
				floodPublish: true,
				emitSelf: settings.emitSelf,
				allowPublishToZeroTopicPeers: true,
				globalSignaturePolicy: "StrictNoSign",
				// Many nodes share 127.0.0.1: above ten, the IP colocation score would empty the mesh.
				scoreParams: { IPColocationFactorWeight: 0 },
				msgIdFn: ({ data }) => data.subarray(0, 16),
				metricsRegister: counters.register,
				metricsTopicStrToLabel: new Map([[settings.topic, settings.topic]]),
			}),
		},
	});
	const { pubsub } = host.services;
	const published = new Map<bigint, number>();
	const counts = { delivered: 0, dropped: 0, published: 0 };

	pubsub.topicValidators.set(settings.topic, (_peer, { data }) => {
		const id = String(decodeMessage(data)?.id);
		if (chance(settings.seed, "drop", name, id) >= settings.drop) {
			return TopicValidatorResult.Accept;
		}
		counts.dropped += 1;
		return TopicValidatorResult.Ignore;
	});
	pubsub.addEventListener("message", ({ detail }) => {
		const header = decodeMessage(detail.data);
		if (header === undefined) {
			log("WRN", "Message too short", { bytes: detail.data.length });
			return;
		}
		const current = clock();
		counts.delivered += 1;
		log("INF", "Received message", {
			msgId: header.id,
			sentAt: header.sentAt,
			current,
			delayMs: (current - header.sentAt) / 1_000_000n,
		});
	});
	pubsub.subscribe(settings.topic);

	return {
		name,
		host,
		topic: settings.topic,
		link,
		log,
		sentinel,
		clock,
		counters,
		counts,
		published,
		async publish(topic, id, sizeBytes) {
			const sentAt = clock();
			log("INF", "Sent message", { msgId: id, timestamp: sentAt });
			const { recipients } = await pubsub.publish(
				topic,
				encodeMessage({ sentAt, id }, sizeBytes),
			);
			const others = recipients.filter((peer) => !peer.equals(host.peerId));
			if (others.length > 0) {
				counts.published += 1;
				published.set(id, others.length);
			}
			return others.length;
		},
	};
}
