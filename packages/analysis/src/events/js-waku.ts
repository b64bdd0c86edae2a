import { defineEvent } from "./schema.ts";

/**
 * A browser node tells no hash of what it pushes: who it is ties it to the lines
 * of its server. It says so whenever it is asked, as probes do.
 *
 * @see js-waku packages/browser-tests/src/utils/endpoint-handler.ts
 */
export const peer = defineEvent({
	name: "js-waku.peer",
	about: "a browser node says who it is",
	messages: ["[getPeerInfo] Result"],
	fields: {
		peerId: { type: "text", about: "the node, in full" },
	},
	samples: [
		{
			line: '2026-11-27T12:17:47.430Z waku:endpoint-handler:info [getPeerInfo] Result: {\n  "peerId": "12D3KooWQ4kEq8Fg6NJ8ZTCVnqyPtrkzsfj5GFdbXMARcm6rYpXJ",\n  "multiaddrs": [],\n  "peers": []\n}',
			row: { peerId: "12D3KooWQ4kEq8Fg6NJ8ZTCVnqyPtrkzsfj5GFdbXMARcm6rYpXJ" },
		},
	],
});
