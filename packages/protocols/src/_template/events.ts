import { defineEvent } from "@lab/analysis/protocol";

export const answered = defineEvent({
	name: "my-protocol.answered",
	about: "a peer answered a request",
	messages: ["My protocol answered"],
	fields: {
		peerId: { type: "text", about: "the peer that answered" },
		tookMs: { type: "int64", unit: "ms", about: "from request to answer" },
	},
	samples: [
		{
			line: 'INF 2026-08-05 01:15:19.582+00:00 My protocol answered                       topics="libp2p" tid=1 peerId=16U*GiNg1a tookMs=12',
			row: { peerId: "16U*GiNg1a", tookMs: 12n },
		},
	],
});
