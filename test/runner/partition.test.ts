import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { describeNeeding } from "@lab/core/testing";
import { defineExperiment, duration, planFor } from "@lab/experiments";
import { sealPlan } from "@lab/record";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
	endCluster,
	execute,
	kubectl,
	onCluster,
	startCluster,
} from "./_cluster.ts";
import { restartKwok } from "./_kwok.ts";
import { PodNetwork } from "./_pod-network.ts";
import { eventsOf } from "./fixtures.ts";

const PORT = 8080;
const sides = [
	["web-0", "web-1", "web-2"],
	["web-3", "web-4", "web-5"],
];

/** A partition of six web servers, whose image contains nothing of the lab. */
const cutInTwo = defineExperiment({
	name: "cut-in-two",
	purpose: "a partition of pods of any image",
	parameters: {
		cutFor: duration({
			meaning: "how long the sides are apart",
			default: "0s",
			min: "0s",
			max: "1m",
		}),
	},
	backends: ["cluster"],
	draft: ({ cutFor }) => ({
		groups: [
			{
				name: "web",
				kind: "StatefulSet",
				image: { reference: "nginx:1.27.3" },
				container: "web",
				args: [],
				env: {},
				ports: [{ name: "http", port: PORT }],
				requests: { cpuMillis: 10, memoryBytes: 16 * 2 ** 20 },
				replicas: 6,
				wave: { size: 6, ready: 1, pauseMs: 0 },
			},
		],
		settle: [{ kind: "ready", fraction: 1 }],
		timeline: [
			{
				kind: "partition",
				name: "split",
				atMs: 0,
				durationMs: cutFor,
				sides,
			},
		],
		windows: [{ name: "complete", startMs: 0, endMs: cutFor }],
		drain: { dwellMs: 0, scrapeIntervalMs: 0 },
		guards: [{ measure: "disturbances.unproven", atMost: 0 }],
		criteria: [],
		unjudged: "only the disturbance is tested",
	}),
});

const {
	hash: _,
	schema: __,
	...planned
} = planFor(cutInTwo, {
	backend: "cluster",
	// Not the default, so that no parked bundle matches.
	settings: { cutFor: "8s" },
	provenance: { commit: "0", dirty: false, versions: {}, machines: [] },
});
// Waits less long for a partition that does not end.
const plan = sealPlan({
	...planned,
	limits: { ...planned.limits, runningMs: 20_000 },
});
const probes = ["split-probe-0", "split-probe-1"];

describeNeeding(["go", "root"], "a partition of pods of any image", () => {
	let folder = "";
	let kwok = 0;
	let network: PodNetwork | undefined;

	beforeAll(async () => {
		await startCluster();
		folder = await mkdtemp(join(tmpdir(), "partition-"));
		network = new PodNetwork(folder, probes);
		await network.begin(PORT);
		kwok = await restartKwok(
			folder,
			network.config(plan.namespace),
			network.bin,
		);
	}, 900_000);
	afterAll(async () => {
		if (kwok > 0) process.kill(kwok);
		await network?.end();
		await endCluster();
		await rm(folder, { recursive: true, force: true });
	});

	const probed = async () => {
		const run = await onCluster(plan);
		const verdict = await execute(run);
		expect(
			await kubectl("get", "namespace", plan.namespace, "--ignore-not-found"),
		).toBe("");
		return { verdict, seen: eventsOf(run, "probed") };
	};

	test("that the network ignores makes the run invalid, with the number of nodes still reached", async () => {
		const { verdict } = await probed();
		expect(verdict.validity).toBe("invalid");
		expect(verdict.reasons.join("\n")).toContain(
			`split during: ${reaching(3)}`,
		);
	}, 180_000);

	test("is confirmed from both sides, and so is its end", async () => {
		network?.follow(plan.namespace);
		const { verdict, seen } = await probed();
		expect(seen.map(({ when, holds, seen }) => [when, holds, seen])).toEqual([
			["before", true, reaching(3)],
			["during", true, reaching(0)],
			["after", true, reaching(3)],
		]);
		expect(verdict.outcome).toBe("succeeded");
		// These pods have no container and so no log, which is another reason.
		expect(verdict.reasons.join("\n")).not.toContain("split");
	}, 180_000);

	test("is not confirmed by a probe that reaches no node at all", async () => {
		await network?.unplug("split-probe-1");
		const { verdict } = await probed();
		expect(verdict.validity).toBe("invalid");
		expect(verdict.reasons.join("\n")).toContain(
			"side 1 reaches 0 of 3 of its own and 0 of 3 others",
		);
	}, 180_000);
});

const reaching = (others: number) =>
	[0, 1]
		.map(
			(side) =>
				`side ${side} reaches 3 of 3 of its own and ${others} of 3 others`,
		)
		.join(", ");
