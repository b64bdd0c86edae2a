import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run, toYaml, toYamlStream } from "@lab/core";
import { environments } from "@lab/lab";
import type { Plan, TimelineStep } from "@lab/record";
import { smallPlan } from "@lab/record/testing";
import { down, folderAt, up } from "@lab/replica";
import {
	clusterBackend,
	executeRun,
	type RunFolder,
	type RunnerOptions,
	readOptions,
} from "@lab/runner";
import { ensureTools } from "@lab/toolchain";
import { expect } from "vitest";
import { newRun, processesOf } from "./fixtures.ts";

const progress = { step: () => {}, note: () => {} };
let path = "";
let kubectlPath = "";

export const kubectl = async (...args: string[]): Promise<string> =>
	(
		await run(
			kubectlPath,
			["--kubeconfig", folderAt(path).kubeconfig, ...args],
			{ timeout: "1m" },
		)
	).stdout.trim();

export const bringUp = () =>
	up({
		folder: folderAt(path),
		env: environments.local,
		progress,
	});

/** Starts the cluster that the tests of a file share. */
export async function startCluster(): Promise<void> {
	path = await mkdtemp(join(tmpdir(), "runner-cluster-"));
	const tools = await ensureTools(["kubectl"], { progress });
	kubectlPath = tools.kubectl.path;
	await bringUp();
}

export async function endCluster(): Promise<void> {
	if (path === "") return;
	await down(folderAt(path), progress);
	await rm(path, { recursive: true, force: true });
}

export const clusterFolder = () => folderAt(path);
export const kubectlProgram = () => kubectlPath;

export function clusterPlan(
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

/**
 * Writes a parked bundle as a roll-out of the repository creates it: it exists, but
 * is deployed to no cluster.
 *
 * @param content content of its object file, as stored by Fleet. @default the plan's
 * @returns path of its manifest
 */
export async function parkedBundle(
	{ cluster, namespace }: Plan,
	content: { content: string; encoding?: string } = {
		content: cluster?.files["relay.yaml"] ?? "",
	},
): Promise<string> {
	const file = join(path, "parked.yaml");
	const bundle = {
		apiVersion: "fleet.cattle.io/v1alpha1",
		kind: "Bundle",
		metadata: { name: "parked-small", namespace: "fleet-local" },
		spec: {
			defaultNamespace: namespace,
			resources: [{ name: "relay.yaml", ...content }],
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

export const onCluster = (plan: Plan, options: Partial<RunnerOptions> = {}) =>
	newRun(plan, {
		programs: { kubectl: [kubectlPath] },
		kubeconfig: folderAt(path).kubeconfig,
		...options,
	});

/** A new run and its cluster backend, whose calls the test makes in place of a runner. */
export async function backendOf(
	plan: Plan,
	options: Partial<RunnerOptions> = {},
) {
	const folder = await onCluster(plan, options);
	const given = await readOptions(folder);
	return { folder, backend: clusterBackend(plan, folder, given) };
}

export const execute = (
	folder: RunFolder,
	print: (text: string) => void = () => {},
) =>
	executeRun(folder, {
		makeBackend: (plan, run, options) =>
			clusterBackend(plan, run, options, print),
		judge: async () => [],
		print,
	});

export async function expectNothingLeft(folder: RunFolder, namespace: string) {
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
