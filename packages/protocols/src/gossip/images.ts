import type { ImageLogs } from "@lab/analysis/protocol";
import * as gossip from "./events.ts";

const events = Object.values(gossip);
const nim = ["chronicles-text", "test-node-echo"];

/** @see 10ksim, section 2 of its survey */
export const images: readonly ImageLogs[] = [
	{
		repository: "mamoutoudiarra/nim-libp2p-test",
		tags: ["gossip-queues-v0.4"],
		formats: nim,
		events,
	},
	{
		repository: "dst-test-node-go",
		formats: ["go-zap", "test-node-echo"],
		events,
	},
	{
		repository: "dst-test-node-rust",
		formats: ["rust-tracing", "test-node-echo"],
		events,
	},
	{ repository: "nim-libp2p-test", formats: nim, events },
	{ repository: "dst-test-node", formats: nim, events },
	{ repository: "test-node", formats: nim, events },
	// The simulator's own log has no events.
	{ repository: "shadow", formats: ["shadow"], events: [] },
];
