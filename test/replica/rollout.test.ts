import { spawn } from "node:child_process";
import { cp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { describeNeeding } from "@lab/core/testing";
import {
	type BundleState,
	gitRepo,
	gitServer,
	KubeApi,
	type ReplicaStatus,
} from "@lab/replica";
import { afterAll, beforeAll, expect, test } from "vitest";
import { standInCharts } from "./_charts.ts";
import {
	commandLine,
	lineWith,
	readText,
	root,
	TestReplica,
	tree,
	until,
} from "./_replica.ts";

const MINUTES = 60_000;

const statesOf = (text: string): Record<string, string> =>
	Object.fromEntries(
		(JSON.parse(text) as { bundles: BundleState[] }).bundles.map(
			({ name, state }) => [name, state],
		),
	);

const chartFree = ["storage", "traefik-middlewares", "hubble", "homepage"];

describeNeeding(["go"], "a rollout", () => {
	let replica: TestReplica;
	/** Copy of the tree, which tests can change. */
	let working: string;

	const lab = async (...words: string[]) => {
		const env = { VACLAB_REPLICA_TREE: working, HTTPS_PROXY: "" };
		const result = await replica.run(words, env);
		return { ...result, json: () => JSON.parse(result.stdout) };
	};

	beforeAll(async () => {
		replica = await TestReplica.make();
		working = join(replica.home, "tree");
		await cp(tree, working, { recursive: true });
	}, 40 * MINUTES);

	afterAll(() => replica?.end(), 2 * MINUTES);

	test(
		"in a new replica makes every bundle without a chart ready, and reports the skipped ones",
		async () => {
			const { exit, stdout, stderr } = await lab("up", "--json");
			expect([exit, stderr]).toEqual([0, expect.anything()]);
			const states = statesOf(stdout);
			for (const name of chartFree) expect(states[name]).toBe("ready");
			expect(states["victoria-logs"]).toBe("skipped");
			expect(states["experiment-gossip-smoke"]).toBe("parked");
			expect(Object.values(states)).not.toContain("not-ready");
			const text = await lab("status");
			expect(text.stdout).toContain("skipped (chart not reachable)");
			expect(text.stdout).toMatch(/\d+ of \d+ bundles are ready/);
		},
		5 * MINUTES,
	);

	test(
		"is not repeated if nothing has changed",
		async () => {
			const { json } = await lab("up", "--json");
			expect(json()).toMatchObject({ started: [], drift: [] });
			const { exit, stdout } = await lab("diff");
			expect([exit, stdout.trim()]).toEqual([0, "nothing would change"]);
		},
		3 * MINUTES,
	);

	test(
		"applies a saved file, committed or not",
		async () => {
			await writeFile(
				join(working, "storage/configmap-new.yaml"),
				"apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: new\n  namespace: default\n",
			);
			const up = await lab("up", "--json");
			expect(up.json().drift.join()).toContain("pnpm local-lab deploy");
			const diff = await lab("diff");
			expect(diff.exit).toBe(1);
			expect(diff.stdout).toContain("+ storage: ConfigMap default/new");
			expect((await lab("deploy")).exit).toBe(0);
			expect(await exists("new")).toBe(true);
		},
		4 * MINUTES,
	);

	test(
		"removes objects that are no longer in the tree",
		async () => {
			await rm(join(working, "storage/configmap-new.yaml"));
			await rm(join(working, "homepage"), { recursive: true });
			const { exit, json } = await lab("deploy", "--json");
			expect(exit).toBe(0);
			expect(json().bundles.map(({ name }: BundleState) => name)).not.toContain(
				"homepage",
			);
			expect(await exists("new")).toBe(false);
		},
		4 * MINUTES,
	);

	test(
		"follows each save with --watch",
		async () => {
			const child = spawn(
				process.execPath,
				commandLine(["deploy", "--watch"]),
				{
					cwd: root,
					env: {
						...process.env,
						...replica.env,
						VACLAB_REPLICA_TREE: working,
					},
				},
			);
			try {
				await lineWith(child, "waiting for a save");
				await writeFile(
					join(working, "storage/configmap-saved.yaml"),
					"apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: saved\n  namespace: default\n",
				);
				await lineWith(child, "rolled out in");
				expect(await exists("saved")).toBe(true);
				const ended = new Promise((resolve) => child.once("exit", resolve));
				child.kill("SIGINT");
				expect(await ended).toBe(0);
			} finally {
				child.kill("SIGKILL");
			}
		},
		4 * MINUTES,
	);

	test(
		"never ends if a bundle waits for its own readiness, and names what the pods wait for",
		async () => {
			const file = join(working, "authentik-token-sync/fleet.yaml");
			const before = await readText(file);
			await rm(join(working, "authentik-token-sync"), { recursive: true });
			await rm(join(working, "authentik-config"), { recursive: true });
			await lab("deploy");
			for (const name of ["authentik-config", "authentik-token-sync"])
				await cp(join(tree, name), join(working, name), { recursive: true });
			await writeFile(
				file,
				before.replace("name: authentik\n", "name: authentik-config\n"),
			);
			const stuck = await lab("deploy", "--json", "--patience", "30s");
			expect(stuck.exit).toBe(1);
			expect(stuck.stderr).toContain(
				"authentik-outpost waits for authentik-token-sync:Secret/authentik-outpost-token",
			);
			const states = statesOf(stuck.stdout);
			expect(states["authentik-config"]).toBe("not-ready");
			expect(states["authentik-token-sync"]).toBe("not-ready");
			await writeFile(file, before);
			expect((await lab("deploy")).exit).toBe(0);
		},
		6 * MINUTES,
	);

	test(
		"with charts makes every bundle ready, including those that used stand-in CRDs",
		async () => {
			const charts = await standInCharts(join(replica.home, "archives"));
			const { exit, stdout, stderr } = await lab(
				...["up", "--json", "--charts", charts],
			);
			expect([exit, stderr]).toEqual([0, expect.anything()]);
			expect(new Set(Object.values(statesOf(stdout)))).toEqual(
				new Set(["ready", "parked"]),
			);
		},
		8 * MINUTES,
	);

	test(
		"runs the real controllers of those bundles",
		async () => {
			const { services } = (await lab("status", "--json")).json() as {
				services: { name: string; state: string }[];
			};
			for (const name of ["vm-operator", "kyverno"])
				expect(services).toContainEqual(
					expect.objectContaining({ name, state: "running" }),
				);
			const api = await KubeApi.from(replica.folder.kubeconfig);
			try {
				const [store] = await until(
					() => api.list("operator.victoriametrics.com/v1beta1", "VMSingle"),
					([one]) =>
						(one?.status as { updateStatus?: string } | undefined)
							?.updateStatus === "operational",
				);
				expect(store?.metadata.name).toMatch(/^vmks/);
			} finally {
				api.close();
			}
		},
		3 * MINUTES,
	);

	test(
		"runs without a program that is switched off, until it is switched on again",
		async () => {
			const running = async () => {
				const { services, without } = (
					await lab("status", "--json")
				).json() as Pick<ReplicaStatus, "services" | "without">;
				return { names: services.map(({ name }) => name), without };
			};
			const off = await lab(
				...["up", "--without", "kyverno", "--without", "node_exporter"],
			);
			expect([off.exit, off.stderr]).toEqual([0, expect.anything()]);
			// The switch persists, and no webhook without a server rejects the rollout.
			expect((await lab("up")).exit).toBe(0);
			const { names, without } = await running();
			expect(without).toEqual(["node_exporter", "kyverno"]);
			expect(names).not.toContain("kyverno");
			expect(names).not.toContain("node_exporter");
			expect(names).toContain("kube-state-metrics");
			const file = join(working, "storage/configmap-quiet.yaml");
			await writeFile(
				file,
				"apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: quiet\n  namespace: default\n",
			);
			expect((await lab("deploy")).exit).toBe(0);
			await rm(file);
			expect(
				(await lab("up", "--with", "kyverno", "--with", "node_exporter")).exit,
			).toBe(0);
			await lab("deploy");
			expect(await running()).toMatchObject({
				without: [],
				names: expect.arrayContaining(["kyverno", "node_exporter"]),
			});
			const wrong = await lab("up", "--without", "kyvreno");
			expect(wrong.exit).toBe(2);
			expect(wrong.stderr).toContain("did you mean 'kyverno'?");
		},
		6 * MINUTES,
	);

	test(
		"retries a bundle as soon as its missing dependency exists",
		async () => {
			const file = join(working, "traefik-middlewares/lacking.yaml");
			await writeFile(
				file,
				"apiVersion: lacking.example/v1\nkind: Lacking\nmetadata:\n  name: x\n  namespace: default\n",
			);
			const failed = await lab("deploy", "--json", "--patience", "20s");
			expect(failed.exit).toBe(1);
			expect(failed.json().bundles).toContainEqual(
				expect.objectContaining({
					name: "traefik-middlewares",
					state: "not-ready",
					reason: expect.stringContaining("Lacking"),
				}),
			);
			await rm(file);
			expect((await lab("deploy")).exit).toBe(0);
		},
		5 * MINUTES,
	);

	test(
		"from a repository fails without Fleet's own pods, with the reason",
		async () => {
			const { exit, stderr } = await lab("deploy", "--gitrepo");
			expect(exit).toBe(2);
			expect(stderr).toContain("error[only-k3d]");
			// The API server accepts the objects that it would apply.
			const api = await KubeApi.from(replica.folder.kubeconfig);
			try {
				for (const object of [...gitServer, gitRepo(working)])
					await api.apply(object);
				for (const object of [gitRepo(working), ...gitServer].reverse())
					await api.remove(object);
			} finally {
				api.close();
			}
		},
		2 * MINUTES,
	);

	test("provides what bundles need from outside: secrets, namespaces, and nodes like the lab's", async () => {
		const api = await KubeApi.from(replica.folder.kubeconfig);
		try {
			const nodes = await api.list("v1", "Node");
			expect(nodes.map(({ metadata }) => metadata.name)).toContain(
				"metal-01.he-eu-hel1.misc.vacdst",
			);
			const secret = await api.get({
				apiVersion: "v1",
				kind: "Secret",
				metadata: { name: "grafana-admin", namespace: "vmetrics" },
			});
			expect(Object.keys(secret?.data as object).sort()).toEqual([
				"admin-password",
				"admin-user",
			]);
		} finally {
			api.close();
		}
		const record = await readText(replica.folder.record);
		expect(record).not.toContain("password");
	});

	const exists = async (name: string): Promise<boolean> => {
		const api = await KubeApi.from(replica.folder.kubeconfig);
		try {
			const object = { metadata: { name, namespace: "default" } };
			return (
				(await api.get({ apiVersion: "v1", kind: "ConfigMap", ...object })) !==
				undefined
			);
		} finally {
			api.close();
		}
	};
});
