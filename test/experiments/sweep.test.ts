import { spawn } from "node:child_process";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { experiment, inFolder, root } from "./_experiment.ts";

interface Document {
	readonly members: readonly {
		readonly label: string;
		readonly run?: string;
		readonly error?: string;
		readonly verdict?: { readonly outcome: string; readonly verdict: string };
	}[];
}

const tiny = [
	...["--set", "startDelay=1s", "--set", "settle=500ms"],
	...["--set", "dwell=1s", "--set", "every=100ms"],
];
const twoByTwo = [
	...["gossip-smoke", ...tiny],
	...["--grid", "nodes=4,6", "--grid", "messages=3,5", "--parallel", "2"],
];

const runIds = (): Promise<string[]> =>
	readdir(join(inFolder("state"), "runs")).catch(() => []);

/** Number of runs that a sweep has recorded; it records each one before starting its runner. */
const recordedRuns = async (): Promise<number> => {
	const sweeps = join(inFolder("state"), "sweeps");
	const files = await readdir(sweeps, { recursive: true }).catch(() => []);
	return files.filter((name) => /members\/\d+\.json$/.test(name)).length;
};

test("--list prints the runs of a sweep and starts none", async () => {
	const { exit, document } = await experiment(
		...["sweep", ...twoByTwo, "--replicates", "2", "--list"],
	);
	expect(exit).toBe(0);
	const { members } = document as unknown as Document;
	expect(members.map(({ label }) => label)).toEqual([
		"nodes=4 messages=3 #1",
		"nodes=4 messages=5 #1",
		"nodes=6 messages=3 #1",
		"nodes=6 messages=5 #1",
		"nodes=4 messages=3 #2",
		"nodes=4 messages=5 #2",
		"nodes=6 messages=3 #2",
		"nodes=6 messages=5 #2",
	]);
	expect(await runIds()).toEqual([]);
});

test("a killed sweep resumes where it stopped, and runs nothing twice", async () => {
	const child = spawn(
		process.execPath,
		[
			...[
				join(root, "packages/launch/launch.mjs"),
				join(root, "packages/cli/src/main.ts"),
			],
			...["experiment", "sweep", ...twoByTwo],
			...["--state", inFolder("state"), "--ledger", inFolder("ledger")],
		],
		{
			cwd: root,
			stdio: "ignore",
			env: { ...process.env, VACLAB_REPLICA_DIR: inFolder("no-replica") },
		},
	);
	const ended = new Promise((resolve) => child.once("exit", resolve));
	while ((await recordedRuns()) < 2) await sleep(100);
	child.kill("SIGKILL");
	await ended;
	const before = await runIds();
	expect(before.length).toBeLessThan(4);

	const { exit, document } = await experiment("sweep", ...twoByTwo);
	const { members } = document as unknown as Document;
	expect(
		members.map(({ label, verdict }) => `${label}: ${verdict?.verdict}`),
	).toEqual([
		"nodes=4 messages=3: pass",
		"nodes=4 messages=5: pass",
		"nodes=6 messages=3: pass",
		"nodes=6 messages=5: pass",
	]);
	expect(exit).toBe(0);
	const runs = await runIds();
	expect(runs).toEqual(expect.arrayContaining(before));
	expect(members.map(({ run }) => run).sort()).toEqual(runs);

	// The sweep is complete, so another call only reports the results.
	const repeated = await experiment("sweep", ...twoByTwo);
	expect(repeated.document).toEqual(document);
	expect(await runIds()).toEqual(runs);
}, 240_000);

test("a failing run is reported, and the other runs get their verdicts", async () => {
	const { exit, document } = await experiment(
		...["sweep", "gossip-smoke", ...tiny, "--set", "nodes=4"],
		...["--grid", "failPublish=1,0", "--set", "messages=3"],
	);
	expect(exit).toBe(1);
	const { members } = document as unknown as Document;
	expect(members.map(({ verdict }) => verdict?.verdict)).toEqual([
		"unjudged",
		"pass",
	]);
}, 240_000);

test.each<[string, string[], RegExp]>([
	["name", ["gossip-size"], /unknown-sweep.*gossip-sizes/],
	[
		"parameter",
		["gossip-smoke", "--grid", "node=1,2"],
		/unknown-parameter.*nodes/,
	],
	[
		"zip with lists of different lengths",
		["gossip-smoke", "--zip", "nodes=4,6", "--zip", "messages=3"],
		/wrong-sweep.*nodes has 2, messages has 1/,
	],
	["grid without values", ["gossip-smoke", "--grid", "nodes"], /wrong-setting/],
	[
		"duplicate value",
		["gossip-smoke", "--grid", "nodes=4,4"],
		/wrong-sweep.*'nodes=4' and 'nodes=4' are the same run/,
	],
	[
		"duplicate value in different units",
		["gossip-smoke", "--grid", "size=1Ki,1024B"],
		/wrong-sweep.*'size=1Ki' and 'size=1024B' are the same run/,
	],
	[
		"size without a unit",
		["gossip-smoke", "--grid", "size=1000,2000"],
		/wrong-value.*'1000' is not a size in bytes: write it with a unit, such as 256Ki/,
	],
	[
		"second list for a parameter",
		["gossip-smoke", "--grid", "nodes=4,6", "--grid", "nodes=8"],
		/wrong-setting.*'nodes' has two lists/,
	],
	[
		"setting of a varied parameter",
		["gossip-smoke", "--grid", "nodes=4,6", "--set", "nodes=7"],
		/wrong-sweep.*'nodes' is set more than once/,
	],
	[
		"setting of a parameter that a registered sweep varies",
		["gossip-sizes", "--set", "size=64B"],
		/wrong-sweep.*'size' is set more than once/,
	],
])("an invalid sweep exits with 2: %s", async (_, words, says) => {
	const { exit, document } = await experiment("sweep", ...words, "--list");
	expect([exit, JSON.stringify(document)]).toEqual([
		2,
		expect.stringMatching(says),
	]);
});
