import { type Protocol, partsOf } from "../protocol/protocol.ts";
import * as kubernetes from "./kubernetes.ts";
import type { EventSchema } from "./schema.ts";

/** Returns every event that lines of a run may contain: those of the protocols and of the cluster. */
export const eventsOf = (protocols: readonly Protocol[]): EventSchema[] => [
	...partsOf(protocols, ({ events }) => events),
	kubernetes.event,
];
