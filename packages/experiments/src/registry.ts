import { LabError, suggestion } from "@lab/core";
import type { Experiment } from "./experiment.ts";
import { connManagerA } from "./scenarios/connection-manager/connmanager-a.ts";
import { connManagerAScale } from "./scenarios/connection-manager/connmanager-a-scale.ts";
import { connManagerB } from "./scenarios/connection-manager/connmanager-b.ts";
import { connManagerC } from "./scenarios/connection-manager/connmanager-c.ts";
import { connManagerD } from "./scenarios/connection-manager/connmanager-d.ts";
import { connManagerE } from "./scenarios/connection-manager/connmanager-e.ts";
import { connManagerEScale } from "./scenarios/connection-manager/connmanager-e-scale.ts";
import { connManagerF } from "./scenarios/connection-manager/connmanager-f.ts";
import { connManagerG } from "./scenarios/connection-manager/connmanager-g.ts";
import { connManagerGScale } from "./scenarios/connection-manager/connmanager-g-scale.ts";
import { connManagerHubScale } from "./scenarios/connection-manager/connmanager-hub-scale.ts";
import { kadDht } from "./scenarios/discovery/kad-dht.ts";
import { serviceDiscovery } from "./scenarios/discovery/service-discovery.ts";
import { gossipLossy } from "./scenarios/gossip/gossip-lossy.ts";
import { gossipRefused } from "./scenarios/gossip/gossip-refused.ts";
import { gossipSmoke } from "./scenarios/gossip/gossip-smoke.ts";
import { jsWaku } from "./scenarios/js-waku/js-waku.ts";
import { jsWakuChurn } from "./scenarios/js-waku/js-waku-churn.ts";
import { logosCore } from "./scenarios/logos/logos-core.ts";
import { nomosDevnet } from "./scenarios/logos/nomos-devnet.ts";
import { nomosGenesis } from "./scenarios/logos/nomos-genesis.ts";
import { mix } from "./scenarios/mix/mix.ts";
import { mixGossip } from "./scenarios/mix/mix-gossip.ts";
import { nimlibp2p } from "./scenarios/nimlibp2p/nimlibp2p.ts";
import { nimlibp2pChurn } from "./scenarios/nimlibp2p/nimlibp2p-churn.ts";
import { nimlibp2pDegraded } from "./scenarios/nimlibp2p/nimlibp2p-degraded.ts";
import { nimlibp2pKad } from "./scenarios/nimlibp2p/nimlibp2p-kad.ts";
import { nimlibp2pMplex } from "./scenarios/nimlibp2p/nimlibp2p-mplex.ts";
import { nimlibp2pPartition } from "./scenarios/nimlibp2p/nimlibp2p-partition.ts";
import { nimlibp2pQuic } from "./scenarios/nimlibp2p/nimlibp2p-quic.ts";
import { priorityQueuesS0 } from "./scenarios/priority-queues/priority-queues-s0.ts";
import { priorityQueuesS1 } from "./scenarios/priority-queues/priority-queues-s1.ts";
import { priorityQueuesS2 } from "./scenarios/priority-queues/priority-queues-s2.ts";
import { priorityQueuesS3 } from "./scenarios/priority-queues/priority-queues-s3.ts";
import { priorityQueuesS41 } from "./scenarios/priority-queues/priority-queues-s4-1.ts";
import { priorityQueuesS42 } from "./scenarios/priority-queues/priority-queues-s4-2.ts";
import { priorityQueuesS5 } from "./scenarios/priority-queues/priority-queues-s5.ts";
import { shadowGossipsub } from "./scenarios/shadow/shadow-gossipsub.ts";
import { shadowGossipsubKad } from "./scenarios/shadow/shadow-gossipsub-kad.ts";
import { rln } from "./scenarios/waku/rln.ts";
import { wakuChurnStore } from "./scenarios/waku/waku-churn-store.ts";
import { wakuDiscv5 } from "./scenarios/waku/waku-discv5.ts";
import { wakuFilterLightpush } from "./scenarios/waku/waku-filter-lightpush.ts";
import { wakuGoNim } from "./scenarios/waku/waku-go-nim.ts";
import { wakuMixed } from "./scenarios/waku/waku-mixed.ts";
import { wakuPeerExchange } from "./scenarios/waku/waku-peer-exchange.ts";
import { wakuRelay } from "./scenarios/waku/waku-relay.ts";
import { wakuRelayLegacy } from "./scenarios/waku/waku-relay-legacy.ts";
import { wakuRelayQuic } from "./scenarios/waku/waku-relay-quic.ts";
import { wakuShards } from "./scenarios/waku/waku-shards.ts";
import { wakuStore } from "./scenarios/waku/waku-store.ts";

/** Every experiment and scenario. */
export const experiments: readonly Experiment[] = [
	gossipSmoke,
	gossipLossy,
	gossipRefused,
	nimlibp2p,
	nimlibp2pChurn,
	nimlibp2pDegraded,
	nimlibp2pKad,
	nimlibp2pMplex,
	nimlibp2pPartition,
	nimlibp2pQuic,
	kadDht,
	connManagerA,
	connManagerAScale,
	connManagerB,
	connManagerC,
	connManagerD,
	connManagerE,
	connManagerEScale,
	connManagerF,
	connManagerG,
	connManagerGScale,
	connManagerHubScale,
	priorityQueuesS0,
	priorityQueuesS1,
	priorityQueuesS2,
	priorityQueuesS3,
	priorityQueuesS41,
	priorityQueuesS42,
	priorityQueuesS5,
	serviceDiscovery,
	mix,
	mixGossip,
	shadowGossipsub,
	shadowGossipsubKad,
	wakuChurnStore,
	wakuDiscv5,
	wakuFilterLightpush,
	wakuGoNim,
	wakuMixed,
	wakuPeerExchange,
	wakuRelay,
	wakuRelayLegacy,
	wakuRelayQuic,
	wakuShards,
	wakuStore,
	jsWaku,
	jsWakuChurn,
	rln,
	logosCore,
	nomosDevnet,
	nomosGenesis,
];

/** @throws LabError `unknown-experiment`, with the closest name */
export function findExperiment(name: string): Experiment {
	const found = experiments.find((experiment) => experiment.name === name);
	if (found !== undefined) return found;
	throw new LabError({
		code: "unknown-experiment",
		what: `there is no experiment '${name}'`,
		where: name,
		help: suggestion(
			name,
			experiments.map((experiment) => experiment.name),
		),
	});
}
