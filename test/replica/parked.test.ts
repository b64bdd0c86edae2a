import { cp } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { tryRun } from "@lab/core";
import { describeNeeding } from "@lab/core/testing";
import { fleet } from "@lab/lab";
import { bundleStates, KubeApi, type KubeObject } from "@lab/ops";
import { afterAll, beforeAll, expect, test } from "vitest";
import { root, TestReplica, tree, until } from "./_replica.ts";

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

describeNeeding(["go"], "an experiment that waits in Git", () => {
	let replica: TestReplica;
	let api: KubeApi;

	beforeAll(async () => {
		replica = await TestReplica.make();
		// Nothing but experiments: the components have tests of their own.
		const parked = join(replica.home, "tree");
		await cp(join(tree, "experiments"), join(parked, "experiments"), {
			recursive: true,
		});
		const { exit, stderr } = await replica.run(["up"], {
			VACLAB_REPLICA_TREE: parked,
		});
		expect([exit, stderr]).toEqual([0, expect.anything()]);
		api = await KubeApi.from(replica.folder.kubeconfig);
	}, 40 * MINUTES);

	afterAll(async () => {
		api?.close();
		await replica?.end();
	}, 2 * MINUTES);

	const label = (value: "on" | null) =>
		api.patch(cluster, {
			metadata: { labels: { [`lab.vac.dev/${bundle}`]: value } },
		});
	const stateOf = async () =>
		(await bundleStates(api)).find(({ name }) => name === bundle)?.state;
	const pods = () => api.list("v1", "Pod", { namespace });
	const running = async () =>
		(await pods()).filter(
			({ status }) => (status as { phase?: string }).phase === "Running",
		).length;
	const objects = async (): Promise<KubeObject[]> => [
		...(await api.list("apps/v1", "StatefulSet", { namespace })),
		...(await api.list("v1", "Service", { namespace })),
		...(await pods()),
	];
	const nothing = ({ length }: readonly KubeObject[]) => length === 0;

	test(
		"comes with its label, lets its pods be counted, and goes with its label",
		async () => {
			await until(stateOf, (state) => state === "parked");
			expect(await objects()).toEqual([]);
			await label("on");
			await until(stateOf, (state) => state === "ready");
			expect(await running()).toBe(0);
			await api.patch(statefulSet, { spec: { replicas: 5 } });
			await until(running, (count) => count === 5);
			// What the runner scales is no drift, so that Fleet does not undo it.
			await until(stateOf, (state) => state === "ready");
			expect(await running()).toBe(5);
			await label(null);
			await until(objects, nothing);
			// Fleet forgets what it deployed a moment after that is gone.
			await until(stateOf, (state) => state === "parked");
			// Fleet leaves the namespace; a run would take it away.
			expect(await api.remove(home)).toBe(true);
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
				...["--import", "tsx", main, "experiment", ...words],
				...["--state", state, "--json"],
			],
			{ cwd: root, timeout: "3m" },
		);
		return { ...result, json: () => JSON.parse(result.stdout) };
	};

	test(
		"is labelled by a run, which takes everything away when it is ended",
		async () => {
			const submitted = await experiment(
				...["submit", "gossip-smoke", "--backend", "cluster", "--env", "local"],
				...["--kubeconfig", replica.folder.kubeconfig],
				// Pods that KWOK plays have no mesh: the run waits for one until it is ended.
				...["--prometheus-url", (await replica.endpoints()).prometheusUrl],
				...["--ledger", join(replica.home, "runs")],
			);
			expect([submitted.exit, submitted.stderr]).toEqual([0, ""]);
			await until(
				async () => (await experiment("status", "last")).json().state,
				(state) => state === "settling",
			);
			expect(await running()).toBe(30);
			// They are those of the bundle that waited.
			await until(stateOf, (state) => state === "ready");
			const aborted = await experiment("abort", "last");
			expect(aborted.json()).toMatchObject({
				state: "done",
				outcome: "aborted",
			});
			await until(objects, nothing);
			// Fleet forgets what it deployed a moment after that is gone.
			await until(stateOf, (state) => state === "parked");
			expect(await api.get(home)).toBeUndefined();
		},
		5 * MINUTES,
	);
});
