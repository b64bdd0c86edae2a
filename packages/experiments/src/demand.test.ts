import { expect, test } from "vitest";
import { demandOf } from "./demand.ts";
import { planFor } from "./plan-for.ts";
import { findExperiment } from "./registry.ts";

const provenance = { commit: "0", dirty: false, versions: {}, machines: [] };
const demand = (name: string, settings: object = {}) =>
	planFor(findExperiment(name), { backend: "cluster", settings, provenance })
		.demand;

test("a thousand relays ask for what 10ksim's do: 150 cores and 62.5 GiB", () => {
	expect(demand("nimlibp2p", { nodes: 1000 })).toMatchObject({
		pods: 1000,
		addresses: 1000,
		cpuMillis: 150_000,
		memoryBytes: 62.5 * 2 ** 30,
	});
});

test("nodes that the timeline brings later are reckoned with", () => {
	expect(demand("kad-dht", { nodes: 80, probes: 3 }).pods).toBe(84);
	expect(demandOf([], []).pods).toBe(0);
});

test("the pods that prove a partition are reckoned with", () => {
	const { pods, addresses } = demand("nimlibp2p-partition", { nodes: 30 });
	expect([pods, addresses]).toEqual([33, 33]);
});

test("600 messages to 1000 nodes leave at least 1.2 million lines", () => {
	const { logBytes } = demand("nimlibp2p", { nodes: 1000, messages: 600 });
	expect(logBytes).toBeGreaterThan(1_200_000 * 150);
	expect(logBytes).toBeLessThan(10 * 1_200_000 * 150);
});
