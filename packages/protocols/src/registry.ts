import { eventsOf, type Protocol } from "@lab/analysis/protocol";
import { connectionManager } from "./connection-manager/protocol.ts";
import { gossip } from "./gossip/protocol.ts";
import { kadDht } from "./kad-dht/protocol.ts";
import { priorityQueues } from "./priority-queues/protocol.ts";
import { serviceDiscovery } from "./service-discovery/protocol.ts";
import { waku } from "./waku/protocol.ts";

/** Every protocol that the lab tests, in the order of a report's sections. */
export const protocols: readonly Protocol[] = [
	gossip,
	priorityQueues,
	waku,
	connectionManager,
	kadDht,
	serviceDiscovery,
];

/** Every event that a run's logs may contain. */
export const eventSchemas = eventsOf(protocols);
