import * as connectionManager from "./connection-manager.ts";
import * as kadDht from "./kad-dht.ts";
import * as kubernetes from "./kubernetes.ts";
import * as libp2p from "./libp2p.ts";
import type { EventSchema } from "./schema.ts";
import * as serviceDiscovery from "./service-discovery.ts";
import * as waku from "./waku.ts";

/** Every event that the parser knows. */
export const eventSchemas: readonly EventSchema[] = [
	libp2p.received,
	libp2p.sent,
	libp2p.deliveryEcho,
	libp2p.publishResult,
	libp2p.meshDetails,
	waku.received,
	waku.sent,
	waku.lightpushReceived,
	waku.mixSent,
	connectionManager.storedMuxer,
	connectionManager.droppingPeer,
	connectionManager.peerStarted,
	connectionManager.hubStarted,
	kadDht.lookupFinished,
	kadDht.nodeStarted,
	kadDht.bootstrapConnected,
	kadDht.warmupComplete,
	kadDht.probe,
	serviceDiscovery.interestStarted,
	serviceDiscovery.peerFound,
	kubernetes.event,
];
