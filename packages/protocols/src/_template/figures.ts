import { figuresIn } from "@lab/analysis/protocol";

export const figures = figuresIn(import.meta.dirname, [
	{
		name: "my-protocol-round-trips",
		title: "My protocol: round trips",
		note: "Counts only requests that were answered.",
		needs: ["my-protocol.answered"],
		within: ["my-protocol.answered"],
	},
]);
