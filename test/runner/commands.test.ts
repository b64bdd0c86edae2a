import { spawn } from "node:child_process";
import { once } from "node:events";
import { access, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import { leaseHolder, takeLease, tryRun } from "@lab/core";
import { smallPlan } from "@lab/record/testing";
import { runFolder } from "@lab/runner";
import { runnerCommand } from "@lab/runs";
import { findPin, leaseFolder } from "@lab/toolchain";
import { afterAll, beforeAll, expect, test } from "vitest";
import { executeAndDie, newRun, processesOf } from "./fixtures.ts";

const root = join(import.meta.dirname, "../..");
const words = [
	join(root, "packages/launch/launch.mjs"),
	join(root, "packages/cli/src/main.ts"),
	"experiment",
];
let folder = "";
let state = "";

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), "experiment-"));
	state = join(folder, "state");
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Hides a local lab that may run on this machine, so that the test does not depend on it. */
const env = () => ({ VACLAB_REPLICA_DIR: join(folder, "no-replica") });

async function experiment(...args: string[]) {
	const result = await tryRun(
		process.execPath,
		[...words, ...args, "--state", state, "--json"],
		{ cwd: root, timeout: "2m", env: env() },
	);
	return {
		...result,
		document: JSON.parse(result.stdout) as Record<string, never>,
	};
}

async function planFile(
	...given: Parameters<typeof smallPlan>
): Promise<string> {
	const path = join(folder, `plan-${Date.now()}.json`);
	await writeFile(path, JSON.stringify(smallPlan(...given)));
	return path;
}

const ledger = () => ["--ledger", join(folder, "ledger")];

test("run: from a plan to a verdict and its exit code, one document on stdout", async () => {
	const pass = await experiment("run", await planFile(), ...ledger());
	expect(pass).toMatchObject({
		exit: 0,
		document: { outcome: "succeeded", validity: "valid", verdict: "pass" },
	});
	const fail = await experiment(
		"run",
		await planFile({ messages: 20, args: ["--drop", "0.2"] }),
		...ledger(),
	);
	expect(fail).toMatchObject({ exit: 1, document: { verdict: "fail" } });
	expect(String(fail.document.reasons)).toMatch(/missing: \d+ at relay-\d/);
}, 120_000);

test("submit returns at once; status, attach, collect and list find the run", async () => {
	const submitted = await experiment(
		"submit",
		await planFile({ messages: 60, everyMs: 100 }),
		...ledger(),
	);
	const id = String(submitted.document.run);
	expect((await experiment("status", id)).document.state).not.toBe("done");
	expect((await experiment("attach", id)).document.verdict).toBe("pass");
	const copy = join(folder, "copy");
	expect((await experiment("collect", "last", "--out", copy)).exit).toBe(0);
	expect(await readFile(join(copy, "logs/relay-0.log"), "utf8")).toContain(
		"Received message",
	);
	const { runs } = (await experiment("list")).document as unknown as {
		runs: { id: string; state: string }[];
	};
	expect(runs.find((run) => run.id === id)).toMatchObject({ state: "done" });
}, 120_000);

test("SIGTERM stops a runner at once; attach resumes the run up to its verdict", async () => {
	const { id } = await newRun(smallPlan({ messages: 50, everyMs: 100 }), {
		state,
	});
	const runner = spawn(process.execPath, runnerCommand(state, id).slice(1), {
		cwd: root,
		env: { ...process.env, ...env() },
	});
	let output = "";
	const ended = once(runner, "exit");
	for await (const text of runner.stdout) {
		output += text;
		if (output.includes("running")) break;
	}
	runner.kill("SIGTERM");
	expect((await ended)[0]).toBe(3);
	expect((await experiment("attach", id)).document).toMatchObject({
		outcome: "succeeded",
		validity: "valid",
	});
}, 120_000);

test("Ctrl-C detaches: the command exits with 0 and the run continues to its verdict", async () => {
	const child = spawn(
		process.execPath,
		[
			...words,
			"run",
			await planFile({ messages: 50, everyMs: 100 }),
			"--state",
			state,
			...ledger(),
		],
		{ cwd: root, env: { ...process.env, ...env() } },
	);
	let output = "";
	child.stderr.on("data", (chunk) => {
		output += chunk;
		if (String(output).includes("traffic started") && !child.killed) {
			child.kill("SIGINT");
		}
	});
	let text = "";
	child.stdout.on("data", (chunk) => {
		text += chunk;
	});
	const [code] = await once(child, "close");
	expect(code).toBe(0);
	expect(text).toContain("continues");
	expect((await experiment("attach", "last")).document.verdict).toBe("pass");
}, 120_000);

test("Ctrl-C while a program is being downloaded starts no run", async () => {
	const cache = join(folder, "cache");
	await takeLease(leaseFolder(cache, findPin("kubectl").family), "kubectl");
	const untouched = join(folder, "untouched");
	const child = spawn(
		process.execPath,
		[
			...[...words, "run", "nimlibp2p", "--backend", "cluster"],
			...["--state", untouched, ...ledger()],
		],
		{
			cwd: root,
			env: {
				...process.env,
				...env(),
				VACLAB_CACHE: cache,
				VACLAB_TOOL_KUBECTL: "",
				PATH: dirname(process.execPath),
			},
		},
	);
	let output = "";
	child.stderr.on("data", (chunk) => {
		output += chunk;
		if (output.includes("is installing kubectl") && !child.killed) {
			child.kill("SIGINT");
		}
	});
	const [code] = await once(child, "close");
	expect([code, output]).toEqual([3, expect.stringContaining("interrupted")]);
	await expect(access(join(untouched, "runs"))).rejects.toThrow();
}, 60_000);

test("attach resumes a run whose runner died; abort ends one and leaves no process", async () => {
	const resumed = await newRun(smallPlan({ messages: 10 }), { state });
	await executeAndDie(resumed, "settling", 0);
	expect((await experiment("attach", resumed.id)).document.verdict).toBe(
		"pass",
	);

	const dropped = await newRun(smallPlan({ messages: 10 }), { state });
	await executeAndDie(dropped, "running", 0);
	expect(await processesOf(dropped)).not.toEqual([]);
	expect((await experiment("abort", dropped.id)).document).toMatchObject({
		state: "done",
		outcome: "aborted",
	});
	expect(await processesOf(dropped)).toEqual([]);
}, 120_000);

test("gc ends runs without a runner and deletes old ones", async () => {
	const lost = await newRun(smallPlan(), { state });
	await executeAndDie(lost, "running", 0);
	const { document } = await experiment("gc", "--older", "0s");
	expect(document.ended).toEqual([lost.id]);
	expect(document.deleted).not.toEqual([]);
	expect(document.deleted).not.toContain(lost.id);
	expect(await leaseHolder(runFolder(state, lost.id).lease)).toBeUndefined();
	expect(await processesOf(lost)).toEqual([]);
}, 120_000);

test.each<[string, () => Promise<string[]>, object]>([
	[
		"a missing plan",
		async () => ["run", "no-such-plan.json"],
		{ code: "unknown-plan" },
	],
	[
		"an edited plan",
		async () => {
			const path = join(folder, "edited.json");
			await writeFile(path, JSON.stringify({ ...smallPlan(), seed: "mine" }));
			return ["run", path];
		},
		{ code: "plan-changed" },
	],
	[
		"a plan with an unknown key",
		async () => {
			const path = join(folder, "unknown-key.json");
			await writeFile(path, JSON.stringify({ ...smallPlan(), windws: [] }));
			return ["run", path];
		},
		{ code: "unknown-key", help: "did you mean 'windows'?" },
	],
	[
		"a missing kubeconfig",
		async () => [
			...["submit", "nimlibp2p", "--backend", "cluster"],
			...["--kubeconfig", "no-such-file.yaml"],
		],
		{ code: "no-kubeconfig" },
	],
	[
		"an unknown run",
		async () => ["status", "no-such-run"],
		{ code: "unknown-run" },
	],
])("%s is wrong input (exit code 2)", async (_title, words, finding) => {
	const { exit, document } = await experiment(...(await words()));
	expect(exit).toBe(2);
	expect(document.findings).toMatchObject([finding]);
});
