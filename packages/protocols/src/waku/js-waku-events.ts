import { defineEvent } from "@lab/analysis/protocol";

/**
 * A browser node does not log the hashes of the messages it pushes. Its peer id
 * links it to its server's log lines. It logs its peer id on every request for
 * it, which includes each readiness probe.
 *
 * @see js-waku packages/browser-tests/src/utils/endpoint-handler.ts
 */
export const peer = defineEvent({
	name: "js-waku.peer",
	about: "a browser node logs its peer id",
	messages: ["[getPeerInfo] Result"],
	fields: {
		peerId: { type: "text", about: "the node's full peer id" },
	},
	samples: [
		{
			line: '2026-11-27T12:17:47.430Z waku:endpoint-handler:info [getPeerInfo] Result: {\n  "peerId": "12D3KooWQ4kEq8Fg6NJ8ZTCVnqyPtrkzsfj5GFdbXMARcm6rYpXJ",\n  "multiaddrs": [],\n  "peers": []\n}',
			row: { peerId: "12D3KooWQ4kEq8Fg6NJ8ZTCVnqyPtrkzsfj5GFdbXMARcm6rYpXJ" },
		},
	],
});
