import { expect, test } from "vitest";
import { demandOf } from "./demand.ts";
import { planFor } from "./plan-for.ts";
import { findExperiment } from "./registry.ts";

const provenance = { commit: "0", dirty: false, versions: {}, machines: [] };
const demand = (name: string, settings: object = {}) =>
	planFor(findExperiment(name), { backend: "cluster", settings, provenance })
		.demand;

test("a thousand relays request as much as 10ksim's: 150 cores and 62.5 GiB", () => {
	expect(demand("nimlibp2p", { nodes: 1000 })).toMatchObject({
		pods: 1000,
		addresses: 1000,
		cpuMillis: 150_000,
		memoryBytes: 62.5 * 2 ** 30,
	});
});

test("nodes that the timeline adds later are included", () => {
	expect(demand("kad-dht", { nodes: 80, probes: 3 }).pods).toBe(84);
	expect(demandOf([], []).pods).toBe(0);
});

test("the pods that probe a partition are included", () => {
	const { pods, addresses } = demand("nimlibp2p-partition", { nodes: 30 });
	expect([pods, addresses]).toEqual([33, 33]);
});

test("600 messages to 1000 nodes produce at least 1.2 million log lines", () => {
	const { logBytes } = demand("nimlibp2p", { nodes: 1000, messages: 600 });
	expect(logBytes).toBeGreaterThan(1_200_000 * 150);
	expect(logBytes).toBeLessThan(10 * 1_200_000 * 150);
});

test("a group declares how much its nodes log, independent of the container's name", () => {
	const { groups, timeline } = planFor(findExperiment("nimlibp2p"), {
		backend: "cluster",
		settings: { messages: 10_000 },
		provenance,
	});
	const logBytes = (linesPerDelivery: number) =>
		demandOf(
			groups.map((group) => ({ ...group, linesPerDelivery })),
			timeline,
		).logBytes;
	expect(logBytes(20) / logBytes(10)).toBeCloseTo(2, 1);
	expect(demandOf(groups, timeline).logBytes).toBe(logBytes(2));
});

test("nwaku nodes log more per message than test nodes", () => {
	const logged = (name: string) =>
		demand(name, { nodes: 20, messages: 600 }).logBytes;
	expect(logged("waku-relay")).toBeGreaterThan(2 * logged("nimlibp2p"));
});
