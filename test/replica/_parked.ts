import { cp } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { tryRun } from "@lab/core";
import type { ReadObject } from "@lab/kubernetes";
import { fleet } from "@lab/lab";
import { bundleStates, KubeApi } from "@lab/replica";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { root, type TestReplica, tree, until } from "./_replica.ts";

const MINUTES = 60_000;
const namespace = "lab-gossip-smoke";
const bundle = "experiment-gossip-smoke";

const cluster = {
	apiVersion: "fleet.cattle.io/v1alpha1",
	kind: "Cluster",
	metadata: { name: fleet.cluster, namespace: fleet.workspace },
};
const home = {
	apiVersion: "v1",
	kind: "Namespace",
	metadata: { name: namespace },
};
const statefulSet = {
	apiVersion: "apps/v1",
	kind: "StatefulSet",
	metadata: { name: "pod", namespace },
};

/** @param shared a replica that is up; its bundles are replaced */
export const experimentInGit = (shared: () => TestReplica) =>
	describe("an experiment parked in Git", () => {
		let replica: TestReplica;
		let api: KubeApi;

		beforeAll(async () => {
			replica = shared();
			// Only experiments; the components have their own tests.
			const parked = join(replica.home, "tree");
			await cp(join(tree, "experiments"), join(parked, "experiments"), {
				recursive: true,
			});
			const { exit, stderr } = await replica.run(["up"], {
				VACLAB_REPLICA_TREE: parked,
			});
			expect([exit, stderr]).toEqual([0, expect.anything()]);
			api = await KubeApi.from(replica.folder.kubeconfig);
		}, 5 * MINUTES);

		afterAll(() => api?.close());

		const label = (value: "on" | null) =>
			api.patch(cluster, {
				metadata: { labels: { [`lab.vac.dev/${bundle}`]: value } },
			});
		const stateOf = async () =>
			(await bundleStates(api)).find(({ name }) => name === bundle)?.state;
		const fleetStateOf = async () =>
			(await bundleStates(api)).find(({ name }) => name === bundle)?.fleetState;
		const pods = () => api.list("v1", "Pod", { namespace });
		const running = async () =>
			(await pods()).filter(
				({ status }) => (status as { phase?: string }).phase === "Running",
			).length;
		const objects = async (): Promise<ReadObject[]> => [
			...(await api.list("apps/v1", "StatefulSet", { namespace })),
			...(await api.list("v1", "Service", { namespace })),
			...(await pods()),
		];
		const nothing = ({ length }: readonly ReadObject[]) => length === 0;

		test(
			"is deployed when labelled, can be scaled, and is removed when unlabelled",
			async () => {
				await until(stateOf, (state) => state === "parked");
				expect(await objects()).toEqual([]);
				await label("on");
				await until(stateOf, (state) => state === "ready");
				expect(await running()).toBe(0);
				await api.patch(statefulSet, { spec: { replicas: 5 } });
				await until(running, (count) => count === 5);
				// Scaling by the runner does not count as drift, so Fleet does not undo it.
				await until(stateOf, (state) => state === "ready");
				expect(await running()).toBe(5);
				await label(null);
				await until(objects, nothing);
				// Fleet deletes its BundleDeployment shortly after the objects are gone.
				await until(stateOf, (state) => state === "parked");
				// Fleet keeps the namespace; a run would delete it.
				expect(await api.remove(home)).toBe(true);
				await until(
					() => api.get(home),
					(one) => one === undefined,
				);
			},
			3 * MINUTES,
		);

		test(
			"is not ready while its bundle is paused and its change waits",
			async () => {
				const owner = {
					apiVersion: "fleet.cattle.io/v1alpha1",
					kind: "Bundle",
					metadata: { name: bundle, namespace: fleet.workspace },
				};
				await label("on");
				await until(stateOf, (state) => state === "ready");
				await api.patch(owner, { spec: { paused: true } });
				// Without a change there is nothing to wait for.
				await until(stateOf, (state) => state === "ready");
				await api.patch(owner, { spec: { helm: { timeoutSeconds: 77 } } });
				await until(fleetStateOf, (state) => state === "OutOfSync");
				await api.patch(owner, { spec: { paused: false } });
				await until(stateOf, (state) => state === "ready");
				await label(null);
				await until(stateOf, (state) => state === "parked");
				await api.remove(home);
				await until(
					() => api.get(home),
					(one) => one === undefined,
				);
			},
			3 * MINUTES,
		);

		const experiment = async (...words: string[]) => {
			const state = join(replica.home, "lab");
			const main = join(root, "packages/cli/src/main.ts");
			const result = await tryRun(
				process.execPath,
				[
					...[
						join(root, "packages/launch/launch.mjs"),
						main,
						"experiment",
						...words,
					],
					...["--state", state, "--json"],
				],
				{ cwd: root, timeout: "3m" },
			);
			return { ...result, json: () => JSON.parse(result.stdout) };
		};

		test(
			"is labelled by a run, which removes everything when it ends",
			async () => {
				const submitted = await experiment(
					...[
						"submit",
						"gossip-smoke",
						"--backend",
						"cluster",
						"--env",
						"local",
					],
					...["--kubeconfig", replica.folder.kubeconfig],
					// Simulated pods form no mesh, so the run waits for one until it is stopped.
					...["--prometheus-url", (await replica.endpoints()).prometheusUrl],
					...["--ledger", join(replica.home, "runs")],
				);
				expect([submitted.exit, submitted.stderr]).toEqual([0, ""]);
				await until(
					async () => (await experiment("status", "last")).json().state,
					(state) => state === "settling",
				);
				expect(await running()).toBe(30);
				// The pods come from the parked bundle.
				await until(stateOf, (state) => state === "ready");
				const aborted = await experiment("abort", "last");
				expect(aborted.json()).toMatchObject({
					state: "done",
					outcome: "aborted",
				});
				await until(objects, nothing);
				// Fleet deletes its BundleDeployment shortly after the objects are gone.
				await until(stateOf, (state) => state === "parked");
				expect(await api.get(home)).toBeUndefined();
			},
			5 * MINUTES,
		);
	});
