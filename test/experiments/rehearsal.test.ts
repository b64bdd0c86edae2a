import { spawn } from "node:child_process";
import { access } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { toYaml } from "@lab/core";
import { describeNeeding } from "@lab/core/testing";
import { experiments, planFor, runsOn } from "@lab/experiments";
import { smallPlan } from "@lab/record/testing";
import {
	folderAt,
	type Rehearsal,
	rehearse,
	strayProcesses,
	withPlane,
} from "@lab/replica";
import { expect, test } from "vitest";
import { experiment, inFolder, root } from "./_experiment.ts";

const MINUTES = 60_000;
const progress = { step() {}, note() {} };

/** Plan of three pods that each request `cpu` cores, and of an object of an unknown kind. */
const greedy = (cpu: string) =>
	smallPlan({
		nodes: 3,
		messages: 0,
		change: (open) => {
			open.backend = "cluster";
			open.cluster = {
				bundle: "greedy",
				files: {
					"fleet.yaml": "",
					"relay.yaml": toYaml({
						apiVersion: "apps/v1",
						kind: "StatefulSet",
						metadata: { name: open.groups[0]?.name },
						spec: {
							replicas: 0,
							podManagementPolicy: "Parallel",
							selector: { matchLabels: { app: "relay" } },
							template: {
								metadata: { labels: { app: "relay" } },
								spec: {
									containers: [
										{
											name: "relay",
											image: "relay",
											resources: { requests: { cpu } },
										},
									],
								},
							},
						},
					}),
					"unknown.yaml": toYaml({
						apiVersion: "lacking.example/v1",
						kind: "Lacking",
						metadata: { name: "x" },
					}),
				},
			};
		},
	});

const podsOf = (one: (typeof experiments)[number]): number =>
	planFor(one, {
		backend: "cluster",
		provenance: { commit: "none", dirty: false, versions: {}, machines: [] },
	}).demand.pods;

describeNeeding(["go"], "a rehearsal", () => {
	test(
		"of every experiment with up to 200 pods finds no faults",
		async () => {
			// Larger ones take about as long again per thousand pods. 'pnpm experiment rehearse' rehearses all.
			const names = experiments
				.filter((one) => runsOn(one, "cluster") && podsOf(one) <= 200)
				.map(({ name }) => name);
			expect(names.length).toBeGreaterThan(30);
			const { exit, document } = await experiment("rehearse", ...names);
			const rehearsals = document.rehearsals as Rehearsal[];
			expect(
				rehearsals.filter(
					({ pods, bound, refused }) => bound < pods || refused.length > 0,
				),
			).toEqual([]);
			expect(exit).toBe(0);
			expect(rehearsals.map(({ name }) => name)).toEqual(names);
			for (const { pods, load } of rehearsals)
				expect(load.requests).toBeGreaterThan(pods);
		},
		15 * MINUTES,
	);

	test(
		"reports refused objects, and unschedulable pods with the scheduler's message",
		async () => {
			const [fitting, oversized] = await withPlane(
				{ folder: folderAt(inFolder("plane")), progress },
				async (api) => {
					const options = { progress, quietMs: 2000 };
					return [
						await rehearse(api, greedy("1"), options),
						await rehearse(
							api,
							{ ...greedy("500"), namespace: "lab-greedy" },
							options,
						),
					];
				},
			);
			expect(fitting).toMatchObject({ pods: 3, bound: 3, unfit: [] });
			expect(oversized).toMatchObject({
				pods: 3,
				bound: 0,
				unfit: [
					{ pods: 3, why: expect.stringMatching(/nodes are available.*cpu/) },
				],
				refused: [
					{ object: "Lacking x", why: expect.stringContaining("Lacking") },
				],
			});
		},
		3 * MINUTES,
	);

	test(
		"that is interrupted leaves no processes and no folder",
		async () => {
			const folder = folderAt(join(root, ".lab/rehearsal/plane"));
			const child = spawn(
				process.execPath,
				[
					...[
						join(root, "packages/launch/launch.mjs"),
						join(root, "packages/cli/src/main.ts"),
					],
					...["experiment", "rehearse", "gossip-smoke"],
				],
				{ cwd: root },
			);
			const ended = new Promise<number | null>((resolve) =>
				child.once("exit", resolve),
			);
			await new Promise<void>((seen) =>
				child.stderr.on("data", (chunk: Buffer) => {
					if (chunk.toString().includes("gossip-smoke: ")) seen();
				}),
			);
			child.kill("SIGINT");
			expect(await ended).toBe(3);
			expect(await strayProcesses(folder)).toEqual([]);
			await expect(access(folder.path)).rejects.toThrow("ENOENT");
		},
		3 * MINUTES,
	);
});
