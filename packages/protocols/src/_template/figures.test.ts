import { expect, test } from "vitest";
import { figuresOfLines, nim } from "../testing.ts";
import { myProtocol } from "./protocol.ts";

test("round trips: their number, and the slowest of each node", async () => {
	const answered = (second: number, tookMs: number) =>
		nim(
			second,
			"My protocol answered",
			`tid=1 peerId=16U*GiNg1a tookMs=${tookMs}`,
		);
	const figures = await figuresOfLines(
		{
			"nodes-0": [answered(1, 12), answered(2, 19)],
			"nodes-1": [answered(3, 11)],
		},
		[],
		[myProtocol],
	);
	expect(figures["my-protocol-round-trips"]).toEqual([
		{ node: "nodes-0", answers: 2, slowest_ms: 19 },
		{ node: "nodes-1", answers: 1, slowest_ms: 11 },
	]);
});
