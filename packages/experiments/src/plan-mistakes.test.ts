import { LabError } from "@lab/core";
import type { Plan } from "@lab/record";
import { describe, expect, test } from "vitest";
import { type Draft, defineScenario } from "./experiment.ts";
import { planFor } from "./plan-for.ts";
import { findExperiment } from "./registry.ts";

type Group = Draft["groups"][number];
type Step = Draft["timeline"][number];
type Change = (draft: Draft) => Draft;

const smoke = findExperiment("gossip-smoke");

/** Codes and places of what is wrong with a changed gossip-smoke; empty if it can be planned. */
function mistakes(
	change: Change,
	backend: Plan["backend"] = "cluster",
): string[] {
	const scenario = defineScenario(smoke, {
		name: "my-scenario",
		purpose: "made up",
		change,
	});
	try {
		planFor(scenario, {
			backend,
			provenance: { commit: "", dirty: false, versions: {}, machines: [] },
		});
		return [];
	} catch (error) {
		if (!(error instanceof LabError)) throw error;
		return error.findings.map(
			({ code, where }) => `${code} ${where.replace("my-scenario: ", "")}`,
		);
	}
}

const group =
	(change: Partial<Group>): Change =>
	(draft) => ({
		...draft,
		groups: draft.groups.map((one, index) =>
			index === 0 ? { ...one, ...change } : one,
		),
	});

const pod =
	(change: Group["pod"]): Change =>
	(draft) =>
		group({ pod: { ...draft.groups[0]?.pod, ...change } })(draft);

const traffic =
	(change: object): Change =>
	(draft) => ({
		...draft,
		timeline: draft.timeline.map((step) =>
			step.kind === "publish" ? { ...step, ...change } : step,
		),
	});

const also =
	(step: object): Change =>
	(draft) => ({
		...draft,
		timeline: [
			...draft.timeline,
			{ name: "extra", atMs: 0, ...step } as unknown as Step,
		],
	});

const configMap = {
	apiVersion: "v1",
	kind: "ConfigMap",
	metadata: { name: "settings" },
	data: {},
} as const;

test("an experiment as it is registered has no mistakes", () => {
	expect(mistakes((draft) => draft)).toEqual([]);
	expect(mistakes((draft) => draft, "process")).toEqual([]);
});

describe("groups", () => {
	test.each<[string, Change, string]>([
		[
			"a bandwidth of nothing",
			pod({ megabitsPerSecond: 0 }),
			"pod.megabitsPerSecond",
		],
		[
			"a negative bandwidth",
			pod({ megabitsPerSecond: -1 }),
			"pod.megabitsPerSecond",
		],
		[
			"a bandwidth that is no number",
			pod({ megabitsPerSecond: Number.NaN }),
			"pod.megabitsPerSecond",
		],
		[
			"a bandwidth that no card has",
			pod({ megabitsPerSecond: 1e9 }),
			"pod.megabitsPerSecond",
		],
		[
			"a link without a rate",
			pod({ link: { out: { rateBitsPerSecond: 0 } } }),
			"pod.link.out.rateBitsPerSecond",
		],
		[
			"half a bit per second",
			pod({ link: { out: { rateBitsPerSecond: 0.5 } } }),
			"pod.link.out.rateBitsPerSecond",
		],
		[
			"no incoming rate",
			pod({ link: { inBitsPerSecond: 0 } }),
			"pod.link.inBitsPerSecond",
		],
		[
			"a loss of more than everything",
			pod({ link: { out: { lossPercent: 150 } } }),
			"pod.link.out.lossPercent",
		],
		[
			"a negative delay",
			pod({ link: { out: { delayMs: -5 } } }),
			"pod.link.out.delayMs",
		],
		[
			"a delay that is no number",
			pod({ link: { out: { delayMs: Number.NaN } } }),
			"pod.link.out.delayMs",
		],
		["a file at a relative path", pod({ files: { "etc/a": "" } }), "pod.files"],
		["a volume at a relative path", pod({ shared: ["data"] }), "pod.shared"],
		[
			"a probe of a relative path",
			pod({
				ready: {
					check: { httpPath: "ready", port: 80 },
					initialDelaySeconds: 0,
					periodSeconds: 1,
				},
			}),
			"pod.ready.check.httpPath",
		],
		[
			"a probe without a period",
			pod({
				ready: {
					check: { tcpPort: 80 },
					initialDelaySeconds: 0,
					periodSeconds: 0,
				},
			}),
			"pod.ready.periodSeconds",
		],
		["a NUL in a variable", group({ env: { LEVEL: "a\0b" } }), "env.LEVEL"],
		[
			"a limit below the request",
			group({ limits: { cpuMillis: 1, memoryBytes: 2 ** 40 } }),
			"limits.cpuMillis",
		],
		["a billion nodes", group({ replicas: 1e9 }), "replicas"],
	])("%s", (_, change, place) => {
		const where = `invalid-value groups.pod.${place}`;
		expect(mistakes(change)).toContain(where);
		expect(mistakes(change, "process")).toContain(where);
	});

	test.each<[string, Change, string]>([
		["account", pod({ account: "nobody" }), "account"],
		["claim", pod({ claim: { name: "nothing", path: "/data" } }), "claim"],
		["service to search", pod({ searches: ["nowhere"] }), "searches"],
	])("an %s that nothing creates", (_, change, place) => {
		expect(mistakes(change)).toEqual([
			`unknown-reference groups.pod.pod.${place}`,
		]);
	});

	test("a name that two of them have", () => {
		expect(
			mistakes((draft) => ({
				...draft,
				groups: [...draft.groups, ...draft.groups],
			})),
		).toEqual(["repeated-name groups.pod"]);
	});

	test("an object that is there twice", () => {
		expect(
			mistakes((draft) => ({ ...draft, objects: [configMap, configMap] })),
		).toEqual(["repeated-name objects.ConfigMap settings"]);
	});

	test("memory that is no whole number of MiB is written in bytes", () => {
		const memoryBytes = 2 ** 27 + 1;
		const scenario = defineScenario(smoke, {
			name: "my-scenario",
			purpose: "made up",
			change: group({ limits: { cpuMillis: 1000, memoryBytes } }),
		});
		const { cluster } = planFor(scenario, {
			backend: "cluster",
			provenance: { commit: "", dirty: false, versions: {}, machines: [] },
		});
		expect(Object.values(cluster?.files ?? {}).join("")).toContain(
			`memory: "${memoryBytes}"`,
		);
	});
});

describe("steps", () => {
	const churn = { kind: "churn", downMs: 1000, by: "kill", nodes: ["pod-0"] };
	const partition = {
		kind: "partition",
		durationMs: 1000,
		sides: [["pod-0"], ["pod-1"]],
	};
	const shape = {
		kind: "shape",
		durationMs: 1000,
		nodes: ["pod-0"],
		link: { delayMs: 10 },
	};
	test.each<[string, Change, string]>([
		["a disturbance of nobody", also({ ...churn, nodes: [] }), "extra.nodes"],
		[
			"a node that leaves twice",
			also({ ...churn, nodes: ["pod-0", "pod-0"] }),
			"extra.nodes",
		],
		[
			"nodes that leave for no time",
			also({ ...churn, downMs: 0 }),
			"extra.downMs",
		],
		[
			"scaling that removes other nodes",
			also({ ...churn, by: "scale" }),
			"extra.nodes",
		],
		[
			"a node on both sides of a partition",
			also({ ...partition, sides: [["pod-0"], ["pod-0"]] }),
			"extra.sides",
		],
		[
			"a side without nodes",
			also({ ...partition, sides: [["pod-0"], []] }),
			"extra.nodes",
		],
		[
			"a partition of no time",
			also({ ...partition, durationMs: 0 }),
			"extra.durationMs",
		],
		[
			"a shaped link that is as before",
			also({ ...shape, link: {} }),
			"extra.link",
		],
		[
			"a link with a rate of nothing",
			also({ ...shape, link: { rateBitsPerSecond: 0 } }),
			"extra.link",
		],
		[
			"a node measured against itself",
			also({ kind: "probe", pairs: [["pod-0", "pod-0"]] }),
			"extra.pairs",
		],
		["messages without a topic", traffic({ topic: "" }), "traffic.topic"],
		["no time to answer", traffic({ timeoutMs: 0 }), "traffic.timeoutMs"],
	])("%s", (_, change, place) => {
		const where = `invalid-value timeline.${place}`;
		expect(mistakes(change)).toContain(where);
		expect(mistakes(change, "process")).toContain(where);
	});

	test("a request to a port that the publishers do not have", () => {
		const change: Change = (draft) =>
			group({
				ports: (draft.groups[0]?.ports ?? []).map((port) => ({
					...port,
					name: `${port.name}-2`,
				})),
			})(draft);
		expect(mistakes(change, "process")).toEqual([
			"unknown-port timeline.traffic.request.port",
		]);
	});

	test("no criteria, and no word on why", () => {
		expect(mistakes((draft) => ({ ...draft, criteria: [] }))).toEqual([
			"invalid-value criteria",
		]);
	});
});
