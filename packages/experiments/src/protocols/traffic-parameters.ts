import type { Duration, Size } from "@lab/core";
import { count, duration, size } from "../parameter.ts";

/** Parameters of messages at a steady rate through a mesh, and of their latency limit. */
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
		meaning: "number of messages",
	}),
	every: duration({
		default: "1s",
		min: "1ms",
		max: "1h",
		meaning: "interval between messages",
	}),
	size: size({
		default: "1kB",
		min: "16B",
		max: largest,
		meaning: "size of a message's payload",
	}),
	settle: duration({
		default: "60s",
		min: "0s",
		max: "1h",
		meaning: "how long every mesh must stay healthy before the first message",
	}),
	dwell: duration({
		default: dwell,
		min: "0s",
		max: "1h",
		meaning: "wait for late deliveries after the last message",
	}),
	maxLatency: duration({
		default: "10s",
		min: "1ms",
		max: "1h",
		meaning: "highest acceptable latency of a delivery",
	}),
});
