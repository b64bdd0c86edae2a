import type { Protocol } from "@lab/analysis/protocol";
import * as events from "./events.ts";
import { figures } from "./figures.ts";
import { images } from "./images.ts";
import { publishedIds, receipts, resolutions } from "./receipts.ts";

/** Gossipsub of the test nodes of nim-, go- and rust-libp2p. */
export const gossip: Protocol = {
	name: "gossip",
	events: Object.values(events),
	images,
	figures,
	// The two CSVs that 10ksim writes.
	exports: [
		{ name: "received", needs: "libp2p.received", folder: import.meta.dirname },
		{ name: "sent", needs: "libp2p.sent", folder: import.meta.dirname },
	],
	receipts,
	resolutions,
	fragments: ({ FRAGMENTS = "1" }) =>
		Math.max(1, Math.trunc(Number(FRAGMENTS)) || 1),
	publishedIds,
};
