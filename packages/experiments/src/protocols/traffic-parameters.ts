import type { Duration, Size } from "@lab/core";
import { count, duration, size } from "../parameter.ts";

/** Messages at a steady pace through a mesh, and when they are good. */
export const steadyTraffic = ({
	largest,
	dwell,
}: {
	readonly largest: Size;
	readonly dwell: Duration;
}) => ({
	messages: count({
		default: 20,
		min: 1,
		max: 100_000,
		unit: "messages",
		meaning: "how many messages",
	}),
	every: duration({
		default: "1s",
		min: "1ms",
		max: "1h",
		meaning: "between two messages",
	}),
	size: size({
		default: 1000,
		min: 16,
		max: largest,
		meaning: "of a message's payload",
	}),
	settle: duration({
		default: "60s",
		min: "0s",
		max: "1h",
		meaning: "how long every mesh must hold before the first message",
	}),
	dwell: duration({
		default: dwell,
		min: "0s",
		max: "1h",
		meaning: "after the last message, while deliveries still come",
	}),
	maxLatency: duration({
		default: "10s",
		min: "1ms",
		max: "1h",
		meaning: "the latest delivery that is still good",
	}),
});
