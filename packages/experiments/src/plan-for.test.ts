import { LabError } from "@lab/core";
import { environments } from "@lab/lab";
import { nodesOf, type Provenance } from "@lab/record";
import fc from "fast-check";
import { expect, test } from "vitest";
import { defineScenario } from "./experiment.ts";
import { count } from "./parameter.ts";
import { planFor } from "./plan-for.ts";
import { findExperiment } from "./registry.ts";
import { gossipSmoke } from "./scenarios/gossip/gossip-smoke.ts";
import { defineSweep } from "./sweep.ts";

type GossipParameters = (typeof gossipSmoke)["parameters"];

const provenance: Provenance = {
	commit: "0",
	dirty: false,
	versions: {},
	machines: [],
};
const asked = { backend: "process", provenance } as const;

const faultsOf = (work: () => unknown): string[] => {
	try {
		work();
	} catch (error) {
		if (!(error instanceof LabError)) throw error;
		return error.findings.map(({ code, what, help }) =>
			[code, what, help].join(": "),
		);
	}
	return [];
};

test("settings given as text are applied to the plan", () => {
	const plan = planFor(findExperiment("gossip-smoke"), {
		...asked,
		settings: { nodes: "1000", every: "1.5s", size: "2Ki" },
	});
	expect(nodesOf(plan)).toHaveLength(1000);
	expect(plan.parameters).toMatchObject({
		nodes: { value: 1000, unit: "nodes", from: "set" },
		every: { value: 1500, unit: "ms", from: "set" },
		size: { value: 2048, unit: "bytes", from: "set" },
		messages: { value: 20, from: "default" },
	});
});

test("an unknown parameter is rejected by the compiler and when planning", () => {
	expect(
		faultsOf(() =>
			planFor(gossipSmoke, {
				...asked,
				// @ts-expect-error: the experiment has no such parameter
				settings: { nodse: 1000 },
			}),
		),
	).toEqual([
		"unknown-parameter: gossip-smoke has no parameter 'nodse': did you mean 'nodes'?",
	]);
	const mistyped = defineScenario(gossipSmoke, {
		name: "mistyped",
		purpose: "-",
		// @ts-expect-error: the experiment has no such parameter
		set: { node: 3 },
	});
	expect(faultsOf(() => planFor(mistyped, asked))).toEqual([
		"unknown-parameter: mistyped has no parameter 'node': did you mean 'nodes'?",
	]);
});

test.each([
	[{ nodes: 1 }, "'1' is not between 2 and 10000 nodes"],
	[{ nodes: "30.5" }, "'30.5' is not a whole number of nodes"],
	[
		{ every: "soon" },
		"'soon' is not a duration: write it with a unit, such as 200ms",
	],
	[
		{ every: 250 },
		"'250' is not a duration: write it with a unit, such as 200ms",
	],
	[{ every: "250" }, "'250' is not a duration"],
	[{ every: "200 apples" }, "'200 apples' is not a duration"],
	[
		{ size: 1000 },
		"'1000' is not a size in bytes: write it with a unit, such as 256Ki",
	],
	[{ size: "10s" }, "'10s' is not a size in bytes"],
	[
		{ size: "1B" },
		"'1B' is not between 16B and 1Mi: size: size of a message's payload; default: 1kB",
	],
	[{ size: "20.5B" }, "'20.5B' is not a whole number of bytes"],
	[{ messages: "20s" }, "'20s' is not a number of messages"],
	[{ muxer: "yamx" }, "'yamx' is not one of yamux, mplex, quic"],
	[{ muxer: "quic" }, "'muxer' has no effect on the backend process"],
])("%j is rejected: %s", (settings, what) => {
	const experiment = findExperiment("gossip-smoke");
	expect(
		faultsOf(() => planFor(experiment, { ...asked, settings })).join(),
	).toContain(what);
});

test("a value without a unit, or with a unit of another kind, is a compile error", () => {
	const scenario = (
		set: Parameters<typeof defineScenario<GossipParameters>>[1]["set"],
	) =>
		defineScenario(gossipSmoke, {
			name: "x",
			purpose: "x",
			...(set && { set }),
		});
	scenario({
		every: "250ms",
		size: "256Ki",
		loss: 0.01,
		nodes: 3,
		muxer: "quic",
	});
	// @ts-expect-error: a duration has a unit
	scenario({ every: 250 });
	// @ts-expect-error: apples are not a unit of time
	scenario({ every: "200 apples" });
	// @ts-expect-error: a size is not a duration
	scenario({ every: "1Ki" });
	// @ts-expect-error: a size has a unit
	scenario({ size: 1000 });
	// @ts-expect-error: a duration is not a size
	scenario({ size: "10s" });
	// @ts-expect-error: the number of nodes has no unit of time
	scenario({ nodes: "3ms" });
	// @ts-expect-error: a ratio has no unit
	scenario({ loss: "1s" });
	const sweep = (
		grid: Parameters<typeof defineSweep<GossipParameters>>[1]["grid"],
	) =>
		defineSweep(gossipSmoke, {
			name: "x",
			purpose: "x",
			...(grid && { grid }),
		});
	sweep({ size: ["1Ki", "10Ki"], every: ["100ms"], nodes: [2, 3] });
	// @ts-expect-error: a size has a unit
	sweep({ size: [1000] });
	// @ts-expect-error: apples are not a unit of size
	sweep({ size: ["200 apples"] });
	// @ts-expect-error: durations and sizes have their own constructors
	count({ default: 1, min: 1, max: 2, unit: "ms", meaning: "x" });
});

test("when a scenario's own value has no effect on a backend, the error blames the scenario", () => {
	expect(
		faultsOf(() => planFor(findExperiment("nimlibp2p-quic"), asked)).join(),
	).toContain(
		"'muxer' has no effect on the backend process, and nimlibp2p-quic sets it to quic",
	);
});

test("all faults are reported at once", () => {
	expect(
		faultsOf(() =>
			planFor(findExperiment("gossip-smoke"), {
				...asked,
				settings: { node: 3, size: "big", nodes: -1 },
			}),
		),
	).toHaveLength(3);
});

test("for an unknown experiment, the error suggests the closest name", () => {
	expect(faultsOf(() => findExperiment("gosip-smoke"))).toEqual([
		"unknown-experiment: there is no experiment 'gosip-smoke': did you mean 'gossip-smoke'?",
	]);
});

test("the same seed gives the same plan, a different seed different messages", () => {
	fc.assert(
		fc.property(fc.string(), fc.string(), (one, other) => {
			const plan = (seed: string) => planFor(gossipSmoke, { ...asked, seed });
			expect(plan(one)).toEqual(plan(one));
			expect(plan(one).hash === plan(other).hash).toBe(one === other);
		}),
		{ numRuns: 20 },
	);
});

test("a plan records whether each value is a setting, the scenario's or the default", () => {
	const { parameters, experiment } = planFor(findExperiment("gossip-lossy"), {
		...asked,
		settings: { nodes: 8 },
	});
	expect(experiment).toBe("gossip-lossy");
	expect(parameters).toMatchObject({
		drop: { value: 0.2, from: "scenario" },
		nodes: { value: 8, from: "set" },
		size: { value: 1000, from: "default" },
	});
});

test("names stay short and unique", () => {
	const name = (settings: object) =>
		planFor(findExperiment("gossip-smoke"), { ...asked, settings }).name;
	expect(name({})).toBe("gossip-smoke");
	expect(name({ nodes: 30 })).toBe("gossip-smoke-nodes-30");
	const long = [1, 2].map((last) =>
		name({
			nodes: 1000,
			messages: 600,
			every: "100ms",
			dwell: `${90_000 + last}ms`,
		}),
	);
	expect(new Set(long).size).toBe(2);
	for (const one of long) expect(one.length).toBeLessThanOrEqual(40);
});

test("on a cluster, a group starts without pods, and the pod's name is the node's identity", () => {
	const { cluster } = planFor(gossipSmoke, {
		backend: "cluster",
		settings: { nodes: 10_000 },
		provenance,
	});
	const text = Object.values(cluster?.files ?? {}).join("---\n");
	expect(text).toContain("replicas: 0");
	expect(text).toContain("podManagementPolicy: Parallel");
	expect(text).toContain("clusterIP: None");
	expect(text).toContain("fieldPath: metadata.name");
	// It differs from the definition in Git, so it is a bundle by API, without a label.
	expect(cluster?.label).toBeUndefined();
	expect(Buffer.byteLength(text)).toBeLessThan(1_000_000);
});

test("pods have resource requests in the lab and none in the replica", () => {
	const requests = (
		environment: typeof environments.vaclab | typeof environments.local,
	) =>
		JSON.stringify(
			planFor(gossipSmoke, { backend: "cluster", environment, provenance })
				.cluster?.files,
		).includes("requests:");
	expect(requests(environments.vaclab)).toBe(true);
	expect(requests(environments.local)).toBe(false);
});
