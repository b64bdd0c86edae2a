import { LabError, suggestion } from "@lab/core";
import type { Experiment } from "./experiment.ts";
import { connManagerA } from "./scenarios/connmanager-a.ts";
import { connManagerAScale } from "./scenarios/connmanager-a-scale.ts";
import { connManagerB } from "./scenarios/connmanager-b.ts";
import { connManagerC } from "./scenarios/connmanager-c.ts";
import { connManagerD } from "./scenarios/connmanager-d.ts";
import { connManagerE } from "./scenarios/connmanager-e.ts";
import { connManagerEScale } from "./scenarios/connmanager-e-scale.ts";
import { connManagerF } from "./scenarios/connmanager-f.ts";
import { connManagerG } from "./scenarios/connmanager-g.ts";
import { connManagerGScale } from "./scenarios/connmanager-g-scale.ts";
import { connManagerHubScale } from "./scenarios/connmanager-hub-scale.ts";
import { gossipLossy } from "./scenarios/gossip-lossy.ts";
import { gossipRefused } from "./scenarios/gossip-refused.ts";
import { gossipSmoke } from "./scenarios/gossip-smoke.ts";
import { jsWaku } from "./scenarios/js-waku.ts";
import { jsWakuChurn } from "./scenarios/js-waku-churn.ts";
import { kadDht } from "./scenarios/kad-dht.ts";
import { logosCore } from "./scenarios/logos-core.ts";
import { mix } from "./scenarios/mix.ts";
import { mixGossip } from "./scenarios/mix-gossip.ts";
import { nimlibp2p } from "./scenarios/nimlibp2p.ts";
import { nimlibp2pChurn } from "./scenarios/nimlibp2p-churn.ts";
import { nimlibp2pDegraded } from "./scenarios/nimlibp2p-degraded.ts";
import { nimlibp2pKad } from "./scenarios/nimlibp2p-kad.ts";
import { nimlibp2pMplex } from "./scenarios/nimlibp2p-mplex.ts";
import { nimlibp2pPartition } from "./scenarios/nimlibp2p-partition.ts";
import { nimlibp2pQuic } from "./scenarios/nimlibp2p-quic.ts";
import { nomosDevnet } from "./scenarios/nomos-devnet.ts";
import { nomosGenesis } from "./scenarios/nomos-genesis.ts";
import { priorityQueuesS0 } from "./scenarios/priority-queues-s0.ts";
import { priorityQueuesS1 } from "./scenarios/priority-queues-s1.ts";
import { priorityQueuesS2 } from "./scenarios/priority-queues-s2.ts";
import { priorityQueuesS3 } from "./scenarios/priority-queues-s3.ts";
import { priorityQueuesS41 } from "./scenarios/priority-queues-s4-1.ts";
import { priorityQueuesS42 } from "./scenarios/priority-queues-s4-2.ts";
import { priorityQueuesS5 } from "./scenarios/priority-queues-s5.ts";
import { rln } from "./scenarios/rln.ts";
import { serviceDiscovery } from "./scenarios/service-discovery.ts";
import { shadowGossipsub } from "./scenarios/shadow-gossipsub.ts";
import { shadowGossipsubKad } from "./scenarios/shadow-gossipsub-kad.ts";
import { wakuChurnStore } from "./scenarios/waku-churn-store.ts";
import { wakuDiscv5 } from "./scenarios/waku-discv5.ts";
import { wakuFilterLightpush } from "./scenarios/waku-filter-lightpush.ts";
import { wakuGoNim } from "./scenarios/waku-go-nim.ts";
import { wakuMixed } from "./scenarios/waku-mixed.ts";
import { wakuPeerExchange } from "./scenarios/waku-peer-exchange.ts";
import { wakuRelay } from "./scenarios/waku-relay.ts";
import { wakuRelayLegacy } from "./scenarios/waku-relay-legacy.ts";
import { wakuRelayQuic } from "./scenarios/waku-relay-quic.ts";
import { wakuShards } from "./scenarios/waku-shards.ts";
import { wakuStore } from "./scenarios/waku-store.ts";

/** Every experiment and scenario, by the name that a person types. */
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

/** @throws LabError `unknown-experiment`, with the nearest name */
export function findExperiment(name: string): Experiment {
	const found = experiments.find((experiment) => experiment.name === name);
	if (found !== undefined) return found;
	throw new LabError({
		code: "unknown-experiment",
		what: `there is no experiment '${name}'`,
		where: "the name",
		help: suggestion(
			name,
			experiments.map((experiment) => experiment.name),
		),
	});
}
