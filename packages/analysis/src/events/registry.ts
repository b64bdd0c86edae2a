import * as connectionManager from "./connection-manager.ts";
import * as goWaku from "./go-waku.ts";
import * as jsWaku from "./js-waku.ts";
import * as kadDht from "./kad-dht.ts";
import * as kubernetes from "./kubernetes.ts";
import * as libp2p from "./libp2p.ts";
import type { EventSchema } from "./schema.ts";
import * as serviceDiscovery from "./service-discovery.ts";
import * as wakuFilter from "./waku-filter.ts";
import * as wakuLightpush from "./waku-lightpush.ts";
import * as wakuRelay from "./waku-relay.ts";
import * as wakuStore from "./waku-store.ts";

/** Every event that the parser knows. */
export const eventSchemas: readonly EventSchema[] = [
	libp2p.received,
	libp2p.sent,
	libp2p.deliveryEcho,
	libp2p.publishResult,
	libp2p.meshDetails,
	wakuRelay.received,
	wakuRelay.sent,
	wakuRelay.published,
	wakuRelay.mixSent,
	goWaku.received,
	goWaku.published,
	jsWaku.peer,
	wakuLightpush.received,
	wakuLightpush.sent,
	wakuLightpush.refused,
	wakuStore.archived,
	wakuStore.archiveFailed,
	wakuStore.queried,
	wakuStore.answered,
	wakuStore.queryFailed,
	wakuStore.storeChecked,
	wakuFilter.pushing,
	wakuFilter.pushed,
	wakuFilter.timedOut,
	wakuFilter.received,
	wakuFilter.filterChecked,
	connectionManager.storedMuxer,
	connectionManager.droppingPeer,
	connectionManager.peerStarted,
	connectionManager.hubStarted,
	kadDht.lookupFinished,
	kadDht.nodeStarted,
	kadDht.bootstrapConnected,
	kadDht.warmupComplete,
	kadDht.probe,
	kadDht.probeFailed,
	serviceDiscovery.interestStarted,
	serviceDiscovery.peerFound,
	serviceDiscovery.nodeStarted,
	serviceDiscovery.advertising,
	serviceDiscovery.lookupCompleted,
	kubernetes.event,
];
