import type { ImageLogs } from "@lab/analysis/protocol";
import {
	checkerEvents,
	goWakuEvents,
	jsWakuEvents,
	nwakuEvents,
} from "./events.ts";

/** @see 10ksim, section 2 of its survey */
export const images: readonly ImageLogs[] = [
	// Older runs log coloured text; newer ones use --log-format=JSON.
	{
		repository: "nwaku",
		formats: ["chronicles-json", "chronicles-text"],
		events: nwakuEvents,
	},
	{
		repository: "logos-delivery",
		formats: ["chronicles-json", "chronicles-text"],
		events: nwakuEvents,
	},
	// Coloured, unless --log-encoding selects another format.
	{ repository: "go-waku", formats: ["go-zap"], events: goWakuEvents },
	{
		repository: "get-store-messages",
		formats: ["python-logging", "waku-checker"],
		events: [checkerEvents.store],
	},
	{
		repository: "get-filter-messages",
		formats: ["python-logging", "waku-checker"],
		events: [checkerEvents.filter],
	},
	{ repository: "js-waku", formats: ["js-waku"], events: [] },
	// Image of js-waku's browser tests.
	{ repository: "jswaku", formats: ["js-waku"], events: jsWakuEvents },
];
