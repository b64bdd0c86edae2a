import { type Protocol, ratioOf, sumOf } from "@lab/analysis/protocol";
import { events } from "./events.ts";
import { figures } from "./figures.ts";
import { images } from "./images.ts";
import { withOtherHashes } from "./other-hashes.ts";
import { publishedIds, receipts } from "./receipts.ts";
import { storeListings } from "./store-listing-table.ts";

/** Waku: relay, store, filter and lightpush, in Nim, Go and JavaScript. */
export const waku: Protocol = {
	name: "waku",
	events,
	images,
	tables: [storeListings],
	figures,
	measures: {
		"store.not-archived": [
			"store-archive",
			(rows) => sumOf(rows, "not_archived"),
		],
		"filter.missed": ["filter-deliveries", (rows) => sumOf(rows, "missed")],
		"lightpush.success": [
			"lightpush-success",
			(rows) => ratioOf(rows, "relayed_count", "message_count"),
		],
	},
	plots: () => import("./plots.ts"),
	receipts,
	publishedIds,
	adjustFacts: withOtherHashes,
};
