import { expect, test } from "vitest";
import { runFigures } from "../testing.ts";
import {
	groupCurves,
	latencyCurve,
	nodeLatencies,
	timeToReach,
} from "./latency.ts";

const node = (name: string, measured: number) => ({
	node: name,
	host: "",
	deliveries: 40,
	measured,
	p50_ns: 5e6,
	p95_ns: 6e6,
	p99_ns: 7e6,
	max_ns: 8e6,
});
const message = (id: number, measured: number) => ({
	id,
	publisher: "relay-0",
	expected: 5,
	delivered: 5,
	measured,
	reach50_ns: 5e6,
	reach95_ns: 6e6,
	reach100_ns: 7e6,
});
const group = (name: string, measured: number) => ({
	node_group: name,
	deliveries: 40,
	measured,
});
const point = (name: string) => ({
	node_group: name,
	share: 1,
	latency_ms: 5,
});
const figures = (measured: number, messages: number) =>
	runFigures({
		byNode: [node("relay-1", 40), node("relay-2", measured)],
		byMessage: [message(1, 5), message(2, messages)],
		protocols: {
			"latency-by-group": [group("relay", 40), group("slow", measured)],
			"latency-by-group-curve": [point("relay"), point("slow")],
		},
	});

test("a plot of a part of the deliveries says of how many", async () => {
	const run = figures(16, 2);
	expect((await nodeLatencies([run]))?.caption).toContain(
		" r: the times of only 1 of 2 nodes can be measured.",
	);
	expect((await timeToReach([run]))?.caption).toContain(
		" r: the times of only 1 of 2 messages can be measured.",
	);
	expect((await groupCurves([run]))?.caption).toContain(
		" slow: the times of only 16 of 40 deliveries can be measured.",
	);
});

test("a plot of all deliveries says nothing about it", async () => {
	const run = figures(40, 5);
	for (const plot of [nodeLatencies, timeToReach, groupCurves])
		expect((await plot([run]))?.caption).not.toContain("can be measured");
});

test("a latency of 0 does not flatten a plot with a logarithmic axis", async () => {
	const curve = [0, 1e6, 1e7, 1e8].map((latency_ns, index) => ({
		share: (index + 1) / 4,
		latency_ns,
	}));
	const plot = await latencyCurve([runFigures({ curve })]);
	const [path] = [...(plot?.svg ?? "").matchAll(/d="M([^"]+)"/g)]
		.map(([, steps = ""]) => steps)
		.sort((a, b) => b.length - a.length);
	const places = new Set(
		[...(path ?? "").matchAll(/(?:^|L)([\d.]+),/g)].map(([, x]) => x),
	);
	expect(plot?.svg).not.toContain("NaN");
	expect(places.size).toBeGreaterThanOrEqual(4);
	expect(plot?.caption).toContain("25.0 % took less than 0.001 ms");
});
