import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { tryRun } from "@lab/core";
import { describeNeeding } from "@lab/core/testing";
import type { Plan } from "@lab/record";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Dockerd, startDockerd } from "../_dockerd.ts";
import { makeBaseImage } from "./_base-image.ts";
import {
	clusterFolder,
	clusterPlan,
	endCluster,
	kubectl,
	startCluster,
} from "./_cluster.ts";
import { Kubelet } from "./_kubelet.ts";

const root = join(import.meta.dirname, "../..");
const IMAGE = "lab-runner:test";

let folder = "";
let dockerd: Dockerd | undefined;
let kubelet: Kubelet;

const experiment = async (...args: string[]) => {
	const { exit, stdout, stderr } = await tryRun(
		process.execPath,
		[
			...[
				join(root, "packages/launch/launch.mjs"),
				join(root, "packages/cli/src/main.ts"),
			],
			...["experiment", ...args, "--json"],
		],
		{
			cwd: root,
			timeout: "5m",
			env: { ...dockerd?.env, VACLAB_REPLICA_DIR: join(folder, "no-replica") },
		},
	);
	if (stdout === "") throw new Error(stderr);
	return {
		exit,
		stderr,
		document: JSON.parse(stdout) as Record<string, unknown>,
	};
};
const state = () => ["--state", join(folder, "state")];

/** @returns id of the run, and the name that all objects of its runner share */
async function submit(plan: Plan): Promise<{ id: string; name: string }> {
	const file = join(folder, `${plan.namespace}.json`);
	await writeFile(file, JSON.stringify(plan));
	const { exit, stderr, document } = await experiment(
		...["submit", file, "--inside", IMAGE, ...state()],
		...["--kubeconfig", clusterFolder().kubeconfig],
		...["--ledger", join(folder, "ledger")],
	);
	expect([exit, stderr]).toEqual([0, expect.anything()]);
	const id = String(document.run);
	const name = await kubectl(
		...["-n", "lab-runs", "get", "jobs", "-o"],
		`jsonpath={.items[?(@.metadata.annotations.lab\\.vac\\.dev/run=="${id}")].metadata.name}`,
	);
	return { id, name };
}

describeNeeding(["go", "root", "docker"], "a runner that is a Job", () => {
	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), "inside-"));
		const engine = join(folder, "engine");
		await mkdir(engine);
		dockerd = await startDockerd(engine, {
			// Containers share the machine's network, which dockerd must not change.
			flags: [
				...["--bridge=none", "--iptables=false", "--ip6tables=false"],
				...["--ip-forward=false", "--ip-masq=false"],
			],
		});
		await makeBaseImage("lab-base:test", folder, dockerd.env);
		const built = await experiment("image", IMAGE, "--base", "lab-base:test");
		expect([built.exit, built.stderr]).toEqual([0, expect.anything()]);
		await startCluster();
		await mkdir(join(folder, "kubelet"));
		kubelet = new Kubelet(join(folder, "kubelet"), dockerd.env);
		await kubelet.begin();
	}, 900_000);
	afterAll(async () => {
		kubelet?.end();
		await endCluster();
		await dockerd?.stop();
		await rm(folder, { recursive: true, force: true });
	});

	test("completes a run with its own permissions only; its progress and files are available outside", async () => {
		const { id, name } = await submit(
			clusterPlan("lab-inside", [
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
		const ended = kubelet.run(await kubelet.pod(name), "runner");
		const attached = await experiment("attach", id, ...state());
		expect(attached.document).toMatchObject({ outcome: "succeeded" });
		expect(await ended).toBe(0);
		expect((await experiment("status", id, ...state())).document).toMatchObject(
			{ state: "done", nodes: { planned: 30, ready: 30, lost: 0 } },
		);
		expect((await experiment("logs", id, ...state())).document.lines).toContain(
			"relay: 20 of 30 started",
		);
		expect(
			JSON.parse(await readFile(join(folder, "ledger", `${id}.json`), "utf8")),
		).toMatchObject({ run: id, outcome: "succeeded" });
		const files = kubelet
			.pod(name, "-files")
			.then((pod) => kubelet.run(pod, "files"));
		const to = join(folder, "results");
		const collected = await experiment("collect", id, "--out", to, ...state());
		// These pods have no container and so no log: the dataset lists them as missing.
		expect(collected.document).toMatchObject({ run: id });
		expect(await readFile(join(to, "objects/objects.yaml"), "utf8")).toContain(
			"relay-29",
		);
		await kubelet.docker("kill", "files");
		await files;
		expect(
			await kubectl("get", "namespace", "lab-inside", "--ignore-not-found"),
		).toBe("");
	}, 300_000);

	test("reports a missing permission", async () => {
		const { id, name } = await submit(
			clusterPlan("lab-unable", [], (open) => {
				// Long enough for one attempt on a busy machine.
				open.limits.deployingMs = 40_000;
			}),
		);
		const pod = await kubelet.pod(name);
		const role = JSON.parse(
			await kubectl("-n", "lab-unable", "get", "role", name, "-o", "json"),
		) as { rules: { resources: string[] }[] };
		const scaling = role.rules.findIndex(({ resources }) =>
			resources.includes("statefulsets/scale"),
		);
		const patch = [
			{
				op: "replace",
				path: `/rules/${scaling}/verbs`,
				value: ["get", "list"],
			},
		];
		await kubectl(
			...["-n", "lab-unable", "patch", "role", name],
			...["--type=json", "-p", JSON.stringify(patch)],
		);
		const ended = kubelet.run(pod, "runner");
		const { document } = await experiment("attach", id, ...state());
		expect(JSON.stringify(document)).toContain("forbidden");
		await ended;
	}, 300_000);

	test("can be aborted from outside", async () => {
		const { id, name } = await submit(
			clusterPlan("lab-asked", [
				{ kind: "wait", name: "wait", atMs: 0, durationMs: 120_000 },
			]),
		);
		const ended = kubelet.run(await kubelet.pod(name), "runner");
		const { document } = await experiment("abort", id, ...state());
		expect(document).toMatchObject({ state: "done", outcome: "aborted" });
		expect(await ended).toBe(0);
	}, 300_000);

	test("has the permissions for disturbances in its own namespace, and none elsewhere", async () => {
		const { name } = await submit(
			clusterPlan(
				"lab-rights",
				[
					{
						kind: "partition",
						name: "split",
						atMs: 0,
						durationMs: 1000,
						sides: [["relay-0"], ["relay-1"]],
					},
				],
				(open) => {
					if (open.cluster !== undefined)
						open.cluster.disturbances = { split: "" };
				},
			),
		);
		const may = async (
			namespace: string,
			verb: string,
			what: string,
			subresource = "",
		) =>
			(
				await kubectl(
					...["auth", "can-i", verb, what, "-n", namespace],
					...(subresource === "" ? [] : ["--subresource", subresource]),
					...["--as", `system:serviceaccount:lab-runs:${name}`],
					...["--as-group", "system:serviceaccounts:lab-runs"],
				).catch(() => "no")
			).includes("yes");
		for (const verb of ["get", "create", "patch", "delete"])
			expect(await may("lab-rights", verb, "networkpolicies")).toBe(true);
		expect(await may("lab-rights", "patch", "pods")).toBe(true);
		expect(await may("lab-rights", "get", "pods", "log")).toBe(true);
		for (const verb of ["get", "create"])
			expect(await may("lab-rights", verb, "pods/split-probe-0", "exec")).toBe(
				true,
			);
		const refused: [string, string, string, string?][] = [
			["default", "list", "pods"],
			["lab-rights", "get", "secrets"],
			["lab-rights", "create", "pods"],
			["lab-rights", "create", "pods", "exec"],
			["lab-runs", "list", "configmaps"],
			["fleet-local", "create", "bundles.fleet.cattle.io"],
			["kube-system", "list", "secrets"],
		];
		for (const [namespace, verb, what, part] of refused)
			expect([
				namespace,
				verb,
				what,
				part,
				await may(namespace, verb, what, part),
			]).toEqual([namespace, verb, what, part, false]);
	}, 120_000);
});
