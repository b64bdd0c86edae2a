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

test("a grid gives all combinations, a zip pairs its values, a list gives one run per entry", () => {
	const sweep = defineSweep(gossipSmoke, {
		...base,
		grid: { nodes: [10, 20], size: ["100B", "1Ki"] },
	});
	expect(labels(sweep)).toEqual([
		"nodes=10 size=100B",
		"nodes=10 size=1Ki",
		"nodes=20 size=100B",
		"nodes=20 size=1Ki",
	]);
	const zip = { nodes: [10, 20], messages: [1, 2] };
	expect(labels(defineSweep(gossipSmoke, { ...base, zip }))).toEqual([
		"nodes=10 messages=1",
		"nodes=20 messages=2",
	]);
	const list = [{ nodes: 3 }, { loss: 0.1, delay: "5ms" }] as const;
	expect(labels(defineSweep(gossipSmoke, { ...base, list }))).toEqual([
		"nodes=3",
		"loss=0.1 delay=5ms",
	]);
});

test("where receives every parameter, including those that do not vary", () => {
	const sweep = defineSweep(gossipSmoke, {
		...base,
		grid: { nodes: [10, 20, 30] },
		where: ({ nodes, messages }) => nodes > messages,
	});
	expect(labels(sweep)).toEqual(["nodes=30"]);
});

test("where receives milliseconds and bytes, whatever the units of the settings", () => {
	const sweep = defineSweep(gossipSmoke, {
		...base,
		grid: { size: ["1Ki", "10kB", "1MB"] },
		where: ({ size, every }) => size < 20_000 && every === 250,
	});
	expect(labels(sweep)).toEqual(["size=1Ki", "size=10kB"]);
	const typed = { nodes: "9", size: "64Ki" };
	const where = ({ nodes, size }: { nodes: number; size: number }) =>
		nodes === 9 && size === 65_536;
	expect(
		membersOf(defineSweep(gossipSmoke, { ...base, where }), typed),
	).toHaveLength(1);
});

test("zipped lists of different lengths are rejected, and so is an empty sweep", () => {
	const uneven = { nodes: [1, 2], messages: [1] };
	expect(() =>
		membersOf(defineSweep(gossipSmoke, { ...base, zip: uneven })),
	).toThrow("nodes has 2, messages has 1");
	expect(() =>
		membersOf(defineSweep(gossipSmoke, { ...base, where: () => false })),
	).toThrow("the sweep has no runs");
});

test("replicates are interleaved, and each has its own seed", () => {
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

test("a parameter that the experiment does not have is a compile error", () => {
	// @ts-expect-error: it is called nodes
	defineSweep(gossipSmoke, { ...base, grid: { num_nodes: [10] } });
});

test("the registry contains exactly the sweep files, each under its own name", () => {
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
