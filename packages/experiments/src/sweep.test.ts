import { readdirSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { planFor } from "./plan-for.ts";
import { experiments } from "./registry.ts";
import { gossipSmoke } from "./scenarios/gossip/gossip-smoke.ts";
import { defineSweep, membersOf } from "./sweep.ts";
import { sweeps } from "./sweep-registry.ts";

const base = { name: "x", purpose: "x" };
const labels = (sweep: Parameters<typeof membersOf>[0]) =>
	membersOf(sweep).map(({ label }) => label);

test("a grid is every value with every other, a zip goes along, a list is added to each", () => {
	const sweep = defineSweep(gossipSmoke, {
		...base,
		grid: { nodes: [10, 20], size: [100, 200] },
	});
	expect(labels(sweep)).toEqual([
		"nodes=10 size=100",
		"nodes=10 size=200",
		"nodes=20 size=100",
		"nodes=20 size=200",
	]);
	const zip = { nodes: [10, 20], messages: [1, 2] };
	expect(labels(defineSweep(gossipSmoke, { ...base, zip }))).toEqual([
		"nodes=10 messages=1",
		"nodes=20 messages=2",
	]);
	const list = [{ nodes: 3 }, { loss: 0.1, delay: 5 }];
	expect(labels(defineSweep(gossipSmoke, { ...base, list }))).toEqual([
		"nodes=3",
		"loss=0.1 delay=5",
	]);
});

test("where sees every parameter, also those that nobody varies", () => {
	const sweep = defineSweep(gossipSmoke, {
		...base,
		grid: { nodes: [10, 20, 30] },
		where: ({ nodes, messages }) => nodes > messages,
	});
	expect(labels(sweep)).toEqual(["nodes=30"]);
});

test("lists of a zip that differ in length are refused, and so is a sweep of nothing", () => {
	const uneven = { nodes: [1, 2], messages: [1] };
	expect(() =>
		membersOf(defineSweep(gossipSmoke, { ...base, zip: uneven })),
	).toThrow("nodes has 2, messages has 1");
	expect(() =>
		membersOf(defineSweep(gossipSmoke, { ...base, where: () => false })),
	).toThrow("no run is left");
});

test("replicates are interleaved, and each has a seed of its own", () => {
	fc.assert(
		fc.property(
			fc.uniqueArray(fc.integer({ min: 2, max: 100 }), {
				minLength: 1,
				maxLength: 6,
			}),
			fc.integer({ min: 1, max: 5 }),
			(nodes, replicates) => {
				const members = membersOf(
					defineSweep(gossipSmoke, { ...base, grid: { nodes }, replicates }),
				);
				expect(members.map(({ settings }) => settings.nodes)).toEqual(
					Array.from({ length: replicates }, () => nodes).flat(),
				);
				expect(new Set(members.map(({ label }) => label)).size).toBe(
					members.length,
				);
				expect(new Set(members.map(({ seed }) => seed)).size).toBe(replicates);
			},
		),
	);
});

test("a parameter that the experiment has not is a compile error", () => {
	// @ts-expect-error: it is called nodes
	defineSweep(gossipSmoke, { ...base, grid: { num_nodes: [10] } });
});

test("every sweep's file is registered under its own name, and only these are", () => {
	const files = readdirSync(join(import.meta.dirname, "sweeps"));
	expect(sweeps.map(({ name }) => `${name}.ts`).sort()).toEqual(files.sort());
	const names = experiments.map(({ name }) => name);
	for (const { name } of sweeps) expect(names).not.toContain(name);
});

test.each(sweeps.map((sweep) => [sweep.name, sweep] as const))(
	"every run of %s has a plan",
	(_, sweep) => {
		const [backend = "process"] = sweep.experiment.backends;
		for (const { settings, seed } of membersOf(sweep)) {
			planFor(sweep.experiment, {
				settings,
				seed,
				backend,
				provenance: { commit: "0", dirty: false, versions: {}, machines: [] },
			});
		}
	},
);
