import { spawn } from "node:child_process";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import process from "node:process";
import { birthOf } from "@lab/core";
import { describeNeeding } from "@lab/core/testing";
import { isFree, KubeApi, processOf, strayProcesses } from "@lab/replica";
import {
	afterAll,
	afterEach,
	beforeAll,
	describe,
	expect,
	test,
	vi,
} from "vitest";
import {
	ask,
	commandLine,
	lineWith,
	readText,
	root,
	TestReplica,
	until,
} from "./_replica.ts";

const MINUTES = 60_000;

/** All programs of a replica without bundles. */
const programs = [
	"etcd",
	"kube-apiserver",
	"kube-controller-manager",
	"kube-scheduler",
	"kwok-controller",
	"victoria-metrics",
	"victoria-logs",
	"vmagent",
	"vmalert",
	"vmauth",
	"fleet-controller",
	"fleet-agent",
	"kube-state-metrics",
	"node_exporter",
];

const kept = {
	apiVersion: "v1",
	kind: "ConfigMap",
	metadata: { name: "kept", namespace: "default" },
	data: { word: "kept" },
};

describeNeeding(["go"], "a replica with killed processes", () => {
	let replica: TestReplica;

	beforeAll(async () => {
		replica = await TestReplica.make();
		await replica.up();
		await storeSomething(replica);
	}, 40 * MINUTES);

	afterAll(() => replica?.end(), 2 * MINUTES);

	test("runs exactly the programs that this test lists", async () => {
		const { services, state } = await replica.status();
		expect(services.map(({ name }) => name).sort()).toEqual(
			[...programs].sort(),
		);
		expect(state).toBe("up");
	});

	test.each(programs)(
		"recovers with its data after %s was killed",
		async (name) => {
			const victim = await processOf(replica.folder, name);
			process.kill(victim?.pid ?? 0, "SIGKILL");
			await until(
				() => processOf(replica.folder, name),
				(daemon) => daemon === undefined,
			);
			const { started } = await replica.up();
			expect(started).toContainEqual(
				expect.objectContaining({ name, was: "stopped" }),
			);
			expect((await replica.status()).state).toBe("up");
			await expectAllIsKept(replica);
		},
		3 * MINUTES,
	);

	test(
		"recovers after all processes were killed at once",
		async () => {
			const { services } = await replica.status();
			for (const { pid } of services) process.kill(pid ?? 0, "SIGKILL");
			await replica.up();
			await expectAllIsKept(replica);
		},
		3 * MINUTES,
	);

	test("starts nothing if everything is running", async () => {
		const { started } = await replica.up();
		expect(started).toEqual([]);
	});

	test(
		"never kills a foreign process that reuses one of its pids",
		async () => {
			const bystander = spawn("sleep", ["600"], { stdio: "ignore" });
			try {
				await writeFile(
					replica.folder.pid("vmalert"),
					JSON.stringify({ pid: bystander.pid, birth: "1", fingerprint: "x" }),
				);
				await replica.up();
				expect(await birthOf(bystander.pid ?? 0)).toBeDefined();
				expect((await replica.status()).state).toBe("up");
				await writeFile(
					replica.folder.pid("vmalert-before"),
					JSON.stringify({ pid: bystander.pid, birth: "1", fingerprint: "x" }),
				);
				const down = await replica.run(["down"]);
				expect(down.exit).toBe(0);
				expect(await birthOf(bystander.pid ?? 0)).toBeDefined();
			} finally {
				bystander.kill("SIGKILL");
			}
		},
		3 * MINUTES,
	);

	test(
		"uses other ports if another program holds its own, and names the holder",
		async () => {
			await replica.run(["down"]);
			const { ports } = await replica.record();
			const held = ["kube-apiserver", "etcd", "victoria-metrics", "vmauth"];
			const servers = await Promise.all(
				held.map((name) => listen(ports[name] ?? 0)),
			);
			const notes: string[] = [];
			try {
				const { record } = await replica.up(notes);
				for (const name of held) {
					expect(record.ports[name]).not.toBe(ports[name]);
					expect(notes.join("\n")).toMatch(
						new RegExp(
							`port ${ports[name]} is taken by node.* \\(process ${process.pid}\\)`,
						),
					);
				}
				await expectAllIsKept(replica);
			} finally {
				for (const server of servers) server.close();
			}
		},
		3 * MINUTES,
	);

	test(
		"leaves no process and no open port after down",
		async () => {
			const { ports } = await replica.record();
			const { exit } = await replica.run(["down"]);
			expect(exit).toBe(0);
			expect(await strayProcesses(replica.folder)).toEqual([]);
			for (const port of Object.values(ports))
				expect(await isFree(port)).toBe(true);
			const status = await replica.run(["status", "--json"]);
			expect(status.exit).toBe(1);
			expect(JSON.parse(status.stdout)).toMatchObject({ state: "down" });
		},
		3 * MINUTES,
	);
});

describeNeeding(["go"], "creating a replica", () => {
	let replica: TestReplica;

	beforeAll(async () => {
		replica = await TestReplica.make();
	}, 40 * MINUTES);

	afterEach(() => replica?.end(), 2 * MINUTES);

	test.each([
		["before anything runs", "creating the control plane", 0],
		["while kwokctl works", "creating the control plane", 700],
		["while the API server starts", "creating the control plane", 2500],
		["while the cluster is filled", "creating nodes, CRDs", 0],
		["while Fleet starts", "fleet-controller is ready", 0],
	])(
		"is completed by the next call after a kill %s",
		async (_, step, afterMs) => {
			const child = spawn(
				process.execPath,
				commandLine(["up", "--no-deploy"]),
				{ cwd: root, env: { ...process.env, ...replica.env } },
			);
			await lineWith(child, step);
			await new Promise((resolve) => setTimeout(resolve, afterMs));
			child.kill("SIGKILL");
			await replica.up();
			const { state, services } = await replica.status();
			expect(state).toBe("up");
			expect(services).toHaveLength(programs.length);
			expect(await strayProcesses(replica.folder)).toEqual([]);
		},
		4 * MINUTES,
	);

	test(
		"happens once if two commands run concurrently",
		async () => {
			const both = await Promise.all([
				replica.run(["up", "--no-deploy", "--json"]),
				replica.run(["up", "--no-deploy", "--json"]),
			]);
			expect(both.map(({ exit }) => exit)).toEqual([0, 0]);
			expect(both.map(({ stderr }) => stderr).join()).toMatch(
				/waiting for process \d+/,
			);
			expect(await strayProcesses(replica.folder)).toEqual([]);
			expect((await replica.status()).services).toHaveLength(programs.length);
		},
		5 * MINUTES,
	);

	test(
		"does not change the home folder and the user's kubeconfigs",
		async () => {
			const home = join(replica.home, "home");
			const theirs = [join(home, ".kube", "config"), join(home, "other")];
			await mkdir(join(home, ".kube"), { recursive: true });
			for (const path of theirs)
				await writeFile(path, "apiVersion: v1 # mine\n");
			const env = {
				HOME: home,
				KUBECONFIG: theirs[1] ?? "",
				VACLAB_CACHE:
					process.env.VACLAB_CACHE ??
					join(process.env.HOME ?? "", ".cache/vaclab"),
			};
			for (const words of [
				["up", "--no-deploy"],
				["status"],
				["down"],
				["up", "--no-deploy"],
				["reset"],
			]) {
				const { exit, stderr } = await replica.run(words, env);
				expect([words, exit, stderr]).toEqual([words, 0, expect.anything()]);
			}
			for (const path of theirs)
				expect(await readText(path)).toBe("apiVersion: v1 # mine\n");
			const files = await readdir(home, { recursive: true });
			expect(files.sort()).toEqual([".kube", ".kube/config", "other"]);
			expect(await readdir(replica.home)).toEqual(["home", "replica.lease"]);
		},
		6 * MINUTES,
	);
});

describe("reset of a folder that is not a replica", () => {
	test("changes nothing", async () => {
		const replica = await TestReplica.bare();
		await mkdir(replica.folder.path, { recursive: true });
		const thesis = join(replica.folder.path, "thesis.txt");
		await writeFile(thesis, "years of work");
		const { exit, stderr } = await replica.run(["reset"]);
		expect(exit).toBe(2);
		expect(stderr).toContain("error[not-a-replica]");
		expect(await readText(thesis)).toBe("years of work");
		await replica.forget();
	});
});

async function storeSomething(replica: TestReplica): Promise<void> {
	const { metricsIngestUrl, logsIngestUrl, kubeconfig } =
		await replica.endpoints();
	const api = await KubeApi.from(kubeconfig);
	await api.apply(kept);
	api.close();
	await send(
		`${metricsIngestUrl}/api/v1/import/prometheus`,
		"replica_test_kept 42\n",
	);
	await send(
		`${logsIngestUrl}/insert/jsonline?_stream_fields=test`,
		JSON.stringify({ _time: "0", _msg: "kept line", test: "faults" }),
	);
	await vi.waitFor(() => expectAllIsKept(replica), {
		timeout: MINUTES,
		interval: 500,
	});
	// The stores flush to disk every second.
	await new Promise((resolve) => setTimeout(resolve, 2500));
}

async function send(url: string, body: string): Promise<void> {
	const { ok, status } = await fetch(url, { method: "POST", body });
	expect([url, ok, status]).toEqual([url, true, expect.any(Number)]);
}

async function expectAllIsKept(replica: TestReplica): Promise<void> {
	const { prometheusUrl, logsUrl, kubeconfig } = await replica.endpoints();
	const metrics = await ask(`${prometheusUrl}/api/v1/query`, {
		query: "last_over_time(replica_test_kept[1h])",
	});
	expect(metrics.text).toContain('"42"');
	const logs = await ask(`${logsUrl}/select/logsql/query`, {
		query: "test:=faults",
	});
	expect(logs.text).toContain("kept line");
	const api = await KubeApi.from(kubeconfig);
	try {
		expect(await api.get(kept)).toMatchObject({ data: { word: "kept" } });
	} finally {
		api.close();
	}
}

const listen = (port: number): Promise<Server> =>
	new Promise((done, fail) => {
		const server = createServer()
			.once("error", fail)
			.listen(port, "127.0.0.1", () => done(server));
	});
