import type { EventSchema } from "@lab/analysis/protocol";
import * as filter from "./filter-events.ts";
import * as goWaku from "./go-waku-events.ts";
import * as jsWaku from "./js-waku-events.ts";
import * as lightpush from "./lightpush-events.ts";
import * as relay from "./relay-events.ts";
import * as store from "./store-events.ts";

// Events of 10ksim's checkers are separate from those of the nodes.
const { storeChecked, ...storeNodeEvents } = store;
const { filterChecked, ...filterNodeEvents } = filter;
const eventsIn = (
	...modules: readonly Readonly<Record<string, EventSchema>>[]
) => modules.flatMap((events) => Object.values(events));

export const nwakuEvents = eventsIn(
	relay,
	lightpush,
	storeNodeEvents,
	filterNodeEvents,
);
export const goWakuEvents = eventsIn(goWaku);
export const jsWakuEvents = eventsIn(jsWaku);
export const checkerEvents = { store: storeChecked, filter: filterChecked };

export const events: readonly EventSchema[] = [
	...nwakuEvents,
	...goWakuEvents,
	...jsWakuEvents,
	...Object.values(checkerEvents),
];
