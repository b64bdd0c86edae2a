import { LabError } from "@lab/core";
import { environments } from "@lab/lab";
import { nodesOf, type Provenance } from "@lab/record";
import fc from "fast-check";
import { expect, test } from "vitest";
import { defineScenario } from "./experiment.ts";
import { planFor } from "./plan-for.ts";
import { findExperiment } from "./registry.ts";
import { gossipSmoke } from "./scenarios/gossip/gossip-smoke.ts";

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

test("what is asked is what is planned: as many nodes, and settings as text", () => {
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

test("a key that no parameter has is an error, in the compiler and in the plan", () => {
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
	[{ nodes: 1 }, "'1' is not within 2 to 10000 nodes"],
	[{ nodes: "30.5" }, "'30.5' is not a whole number of nodes"],
	[{ every: "soon" }, "'soon' is not a number of ms"],
	[{ muxer: "yamx" }, "'yamx' is none of yamux, mplex, quic"],
	[{ muxer: "quic" }, "'muxer' means nothing on the backend process"],
])("%j is refused: %s", (settings, what) => {
	const experiment = findExperiment("gossip-smoke");
	expect(
		faultsOf(() => planFor(experiment, { ...asked, settings })).join(),
	).toContain(what);
});

test("a scenario that does not mean anything on a backend is told as its own doing", () => {
	expect(
		faultsOf(() => planFor(findExperiment("nimlibp2p-quic"), asked)).join(),
	).toContain(
		"'muxer' means nothing on the backend process, and nimlibp2p-quic sets it to quic",
	);
});

test("every fault is told at once", () => {
	expect(
		faultsOf(() =>
			planFor(findExperiment("gossip-smoke"), {
				...asked,
				settings: { node: 3, size: "big", nodes: -1 },
			}),
		),
	).toHaveLength(3);
});

test("an experiment that nobody knows is answered by the nearest one", () => {
	expect(faultsOf(() => findExperiment("gosip-smoke"))).toEqual([
		"unknown-experiment: there is no experiment 'gosip-smoke': did you mean 'gossip-smoke'?",
	]);
});

test("the same seed gives the same plan, another one other messages", () => {
	fc.assert(
		fc.property(fc.string(), fc.string(), (one, other) => {
			const plan = (seed: string) => planFor(gossipSmoke, { ...asked, seed });
			expect(plan(one)).toEqual(plan(one));
			expect(plan(one).hash === plan(other).hash).toBe(one === other);
		}),
		{ numRuns: 20 },
	);
});

test("a scenario says of each value whether it, the experiment or a person set it", () => {
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

test("names stay short and tell runs apart", () => {
	const name = (settings: object) =>
		planFor(findExperiment("gossip-smoke"), { ...asked, settings }).name;
	expect(name({})).toBe("gossip-smoke");
	expect(name({ nodes: 30 })).toBe("gossip-smoke-nodes-30");
	const long = [1, 2].map((last) =>
		name({ nodes: 1000, messages: 600, every: 100, dwell: 90_000 + last }),
	);
	expect(new Set(long).size).toBe(2);
	for (const one of long) expect(one.length).toBeLessThanOrEqual(40);
});

test("on a cluster the group starts without pods, and its identity is the pod's name", () => {
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
	// Not as in Git: no label, a bundle by API.
	expect(cluster?.label).toBeUndefined();
	expect(Buffer.byteLength(text)).toBeLessThan(1_000_000);
});

test("the replica reserves nothing, the lab does", () => {
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
