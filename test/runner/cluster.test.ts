import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { run, toYaml, toYamlStream } from "@lab/core";
import { describeNeeding } from "@lab/core/testing";
import { environments } from "@lab/lab";
import { down, ensureTools, folderAt, up } from "@lab/ops";
import type { Plan, TimelineStep } from "@lab/record";
import { smallPlan } from "@lab/record/testing";
import {
	clusterBackend,
	executeRun,
	leaveRequest,
	type RunFolder,
	readVerdict,
} from "@lab/runner";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventsOf, newRun, processesOf } from "./fixtures.ts";

const progress = { step: () => {}, note: () => {} };
let path = "";
let kubectlPath = "";

const kubectl = async (...args: string[]): Promise<string> =>
	(
		await run(
			kubectlPath,
			["--kubeconfig", folderAt(path).kubeconfig, ...args],
			{ timeout: "1m" },
		)
	).stdout.trim();

const bringUp = () =>
	up({
		folder: folderAt(path),
		env: environments.local,
		progress,
	});

afterAll(async () => {
	if (path === "") return;
	await down(folderAt(path), progress);
	await rm(path, { recursive: true, force: true });
});

function clusterPlan(
	namespace: string,
	steps: readonly TimelineStep[] = [],
	change: (open: Omit<Plan, "hash" | "schema">) => void = () => {},
): Plan {
	return smallPlan({
		nodes: 30,
		messages: 0,
		steps,
		change: (open) => {
			open.backend = "cluster";
			open.namespace = namespace;
			open.settle = [{ kind: "ready", fraction: 1 }];
			open.guards = [
				{ measure: "nodes.lost", atMost: 0 },
				{ measure: "disturbances.unproven", atMost: 0 },
			];
			open.criteria = [];
			open.limits.tearingDownMs = 60_000;
			for (const group of open.groups) {
				delete group.process;
				group.wave.size = 10;
			}
			open.cluster = {
				bundle: "small",
				files: {
					"fleet.yaml": toYaml({ defaultNamespace: namespace }),
					"relay.yaml": toYamlStream(relay(namespace)),
				},
			};
			change(open);
		},
	});
}

const relay = (namespace: string) => [
	{
		apiVersion: "v1",
		kind: "Service",
		metadata: { name: "relay", namespace },
		spec: {
			clusterIP: "None",
			selector: { app: "relay" },
			ports: [{ port: 8645 }],
		},
	},
	{
		apiVersion: "apps/v1",
		kind: "StatefulSet",
		metadata: { name: "relay", namespace },
		spec: {
			replicas: 0,
			serviceName: "relay",
			podManagementPolicy: "Parallel",
			selector: { matchLabels: { app: "relay" } },
			template: {
				metadata: { labels: { app: "relay" } },
				spec: { containers: [{ name: "pod-0", image: "example/relay:1" }] },
			},
		},
	},
];

/** As a roll-out of the repository leaves it: there, and on no cluster. */
async function parkedBundle({ cluster, namespace }: Plan): Promise<string> {
	const file = join(path, "parked.yaml");
	const bundle = {
		apiVersion: "fleet.cattle.io/v1alpha1",
		kind: "Bundle",
		metadata: { name: "parked-small", namespace: "fleet-local" },
		spec: {
			defaultNamespace: namespace,
			resources: [
				{ name: "relay.yaml", content: cluster?.files["relay.yaml"] },
			],
			targets: [
				{
					clusterSelector: {
						matchLabels: { "lab.vac.dev/parked-small": "on" },
					},
				},
			],
		},
	};
	await writeFile(file, toYaml(bundle));
	return file;
}

const onCluster = (plan: Plan) =>
	newRun(plan, {
		programs: { kubectl: [kubectlPath] },
		kubeconfig: folderAt(path).kubeconfig,
	});

const execute = (folder: RunFolder, tell: (text: string) => void = () => {}) =>
	executeRun(folder, {
		makeBackend: (plan, run, options) =>
			clusterBackend(plan, run, options, tell),
		judge: async () => [],
		tell,
	});

async function expectNothingLeft(folder: RunFolder, namespace: string) {
	expect(
		await kubectl("get", "namespace", namespace, "--ignore-not-found"),
	).toBe("");
	expect(
		await kubectl(
			"-n",
			"fleet-local",
			"get",
			"bundles.fleet.cattle.io",
			"-o",
			"name",
		),
	).toBe("");
	expect(
		await kubectl("get", "pods", "-A", "-l", "app=relay", "-o", "name"),
	).toBe("");
	expect(await processesOf(folder)).toEqual([]);
}

describeNeeding(["go"], "on a real API server with Fleet", () => {
	beforeAll(async () => {
		path = await mkdtemp(join(tmpdir(), "runner-cluster-"));
		const tools = await ensureTools(["kubectl"], { progress });
		kubectlPath = tools.kubectl.path;
		await bringUp();
	}, 900_000);

	test("a bundle made by API brings the pods in waves; a churn is proven; afterwards nothing is left", async () => {
		const folder = await onCluster(
			clusterPlan("lab-waves", [
				{
					kind: "churn",
					name: "churn",
					atMs: 500,
					downMs: 4000,
					by: "scale",
					nodes: ["relay-28", "relay-29"],
				},
			]),
		);
		const verdict = await execute(folder);
		expect(verdict.outcome).toBe("succeeded");
		expect(
			eventsOf(folder, "wave-scaled").map(({ replicas }) => replicas),
		).toEqual([10, 20, 30]);
		expect(eventsOf(folder, "probed").map(({ holds }) => holds)).toEqual([
			true,
			true,
			true,
		]);
		expect(eventsOf(folder, "node-lost")).toEqual([]);
		expect(
			await readFile(join(folder.path, "objects/objects.yaml"), "utf8"),
		).toContain("relay-29");
		// Pods without a container have no log: said, not passed over.
		expect((await readVerdict(folder)).reasons.join("\n")).toContain(
			"relay-0.log is missing",
		);
		await expectNothingLeft(folder, "lab-waves");
	}, 180_000);

	test("a parked bundle comes with the run's label and goes with it; the bundle itself stays", async () => {
		const plan = clusterPlan("lab-parked", [], (open) => {
			if (open.cluster === undefined) return;
			open.cluster.label = { key: "lab.vac.dev/parked-small", value: "on" };
		});
		await kubectl("apply", "-f", await parkedBundle(plan));
		const folder = await onCluster(plan);
		expect((await execute(folder)).outcome).toBe("succeeded");
		expect(eventsOf(folder, "wave-scaled").at(-1)?.replicas).toBe(30);
		const bundles = () =>
			kubectl(
				"-n",
				"fleet-local",
				"get",
				"bundles.fleet.cattle.io",
				"-o",
				"name",
			);
		expect(await bundles()).toBe("bundle.fleet.cattle.io/parked-small");
		await kubectl(
			"-n",
			"fleet-local",
			"delete",
			"bundles.fleet.cattle.io",
			"parked-small",
		);
		await expectNothingLeft(folder, "lab-parked");
	}, 180_000);

	test("a namespace that is somebody else's is neither used nor deleted", async () => {
		await kubectl("create", "namespace", "somebody");
		const folder = await onCluster(
			clusterPlan("somebody", [], (open) => {
				open.limits.deployingMs = 3000;
			}),
		);
		const verdict = await execute(folder);
		expect(verdict.reasons[0]).toContain("is not of this run");
		expect(await kubectl("get", "namespace", "somebody", "-o", "name")).toBe(
			"namespace/somebody",
		);
	}, 120_000);

	describe.each(["deploying", "settling", "running"])(
		"aborted in '%s'",
		(state) => {
			test("no object is left", async () => {
				const namespace = `lab-abort-${state}`;
				const folder = await onCluster(
					clusterPlan(namespace, [
						{ kind: "wait", name: "wait", atMs: 0, durationMs: 20_000 },
					]),
				);
				const verdict = await execute(folder, (text) => {
					if (text !== state) return;
					void leaveRequest(folder, { kind: "abort", by: "test" });
				});
				expect(verdict.outcome).toBe("aborted");
				await expectNothingLeft(folder, namespace);
			}, 120_000);
		},
	);

	test("an API server that is away for 30 s: the run waits, and ends as if nothing had been", async () => {
		const folder = await onCluster(
			clusterPlan("lab-away", [
				{ kind: "wait", name: "wait", atMs: 0, durationMs: 5000 },
			]),
		);
		const pid = Number(
			JSON.parse(await readFile(folderAt(path).pid("kube-apiserver"), "utf8"))
				.pid,
		);
		let back: Promise<unknown> | undefined;
		const verdict = await execute(folder, (text) => {
			if (text !== "relay: 20 of 30 started" || back !== undefined) return;
			process.kill(pid, "SIGSTOP");
			back = setTimeout(30_000).then(async () => {
				process.kill(pid, "SIGCONT");
				// Controllers that lost their leases meanwhile have ended.
				await bringUp();
			});
		});
		await back;
		expect(verdict.outcome).toBe("succeeded");
		expect(eventsOf(folder, "node-lost")).toEqual([]);
		await expectNothingLeft(folder, "lab-away");
	}, 240_000);
});
