import { spawn } from "node:child_process";
import { once } from "node:events";
import {
	access,
	mkdir,
	mkdtemp,
	readFile,
	rm,
	writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import { tryRun } from "@lab/core";
import { findPin } from "@lab/ops";
import { smallPlan } from "@lab/record/testing";
import { leaseHolder, runFolder } from "@lab/runner";
import { afterAll, beforeAll, expect, test } from "vitest";
import { executeAndDie, newRun, processesOf } from "./fixtures.ts";

const root = join(import.meta.dirname, "../..");
const words = [
	"--import",
	"tsx",
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

/** No local lab is looked for: the test must not depend on one that happens to run. */
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

test("submit comes back at once; the run is there for status, attach, collect and list", async () => {
	const submitted = await experiment(
		"submit",
		await planFile({ messages: 60, everyMs: 100 }),
		...ledger(),
	);
	const id = String(submitted.document.run);
	expect((await experiment("status", id)).document.state).not.toBe("done");
	expect((await experiment("attach", id)).document.verdict).toBe("pass");
	const copy = join(folder, "copy");
	expect((await experiment("collect", "last", "--to", copy)).exit).toBe(0);
	expect(await readFile(join(copy, "logs/relay-0.log"), "utf8")).toContain(
		"Received message",
	);
	const { runs } = (await experiment("list")).document as unknown as {
		runs: { id: string; state: string }[];
	};
	expect(runs.find((run) => run.id === id)).toMatchObject({ state: "done" });
}, 120_000);

test("a runner that is asked to end does so at once; whoever attaches goes on to the verdict", async () => {
	const { id } = await newRun(smallPlan({ messages: 50, everyMs: 100 }), {
		state,
	});
	const runner = spawn(
		process.execPath,
		[...words, "run", id, "--foreground", "--state", state],
		{ cwd: root, env: { ...process.env, ...env() } },
	);
	let said = "";
	const ended = once(runner, "exit");
	for await (const text of runner.stderr) {
		said += text;
		if (said.includes("running")) break;
	}
	runner.kill("SIGTERM");
	expect((await ended)[0]).toBe(3);
	expect((await experiment("attach", id)).document).toMatchObject({
		outcome: "succeeded",
		validity: "valid",
	});
}, 120_000);

test("Ctrl-C detaches: the command ends with 0 and the run goes on to its verdict", async () => {
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
	let said = "";
	child.stderr.on("data", (chunk) => {
		said += chunk;
		if (String(said).includes("traffic begins") && !child.killed) {
			child.kill("SIGINT");
		}
	});
	let text = "";
	child.stdout.on("data", (chunk) => {
		text += chunk;
	});
	const [code] = await once(child, "close");
	expect(code).toBe(0);
	expect(text).toContain("goes on");
	expect((await experiment("attach", "last")).document.verdict).toBe("pass");
}, 120_000);

test("Ctrl-C while a program is still fetched: nothing is begun", async () => {
	const cache = join(folder, "cache");
	await mkdir(join(cache, "locks"), { recursive: true });
	// As if another process were at it.
	await writeFile(
		join(cache, "locks", `${findPin("kubectl").family}.lock`),
		String(process.pid),
	);
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
	let said = "";
	child.stderr.on("data", (chunk) => {
		said += chunk;
		if (said.includes("is getting kubectl") && !child.killed) {
			child.kill("SIGINT");
		}
	});
	const [code] = await once(child, "close");
	expect([code, said]).toEqual([3, expect.stringContaining("interrupted")]);
	await expect(access(join(untouched, "runs"))).rejects.toThrow();
}, 60_000);

test("attach goes on with a run whose runner died; abort ends one and leaves no process", async () => {
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

test("gc ends what nobody works on, and deletes what is old", async () => {
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
		"a plan that is not there",
		async () => ["run", "no-such-plan.json"],
		{ code: "unknown-plan" },
	],
	[
		"a plan that was edited",
		async () => {
			const path = join(folder, "edited.json");
			await writeFile(path, JSON.stringify({ ...smallPlan(), seed: "mine" }));
			return ["run", path];
		},
		{ code: "plan-changed" },
	],
	[
		"a plan with a key that nobody knows",
		async () => {
			const path = join(folder, "unknown-key.json");
			await writeFile(path, JSON.stringify({ ...smallPlan(), windws: [] }));
			return ["run", path];
		},
		{ code: "unknown-key", help: "did you mean 'windows'?" },
	],
	[
		"a kubeconfig that is not there",
		async () => [
			...["submit", "nimlibp2p", "--backend", "cluster"],
			...["--kubeconfig", "no-such-file.yaml"],
		],
		{ code: "no-kubeconfig" },
	],
	[
		"a run that is not there",
		async () => ["status", "no-such-run"],
		{ code: "unknown-run" },
	],
])("%s is wrong input (2), with what to do", async (_title, words, finding) => {
	const { exit, document } = await experiment(...(await words()));
	expect(exit).toBe(2);
	expect(document.findings).toMatchObject([finding]);
});
