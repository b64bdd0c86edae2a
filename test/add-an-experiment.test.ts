import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { tryRun } from "@lab/core";
import type { Plan } from "@lab/record";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newcomersCopy } from "./_newcomer.ts";

const root = join(import.meta.dirname, "..");
let copy: string;

beforeAll(async () => {
	copy = await newcomersCopy();
	const git = (...words: string[]) =>
		tryRun("git", words, { cwd: copy, timeout: "1m" });
	await git("init", "--quiet");
	await git(
		...["-c", "user.name=test", "-c", "user.email=test@localhost"],
		...["commit", "--quiet", "--allow-empty", "--message", "Begin"],
	);
}, 120_000);
afterAll(() => rm(copy, { recursive: true, force: true }));

const lab = async (...words: string[]) => {
	const { exit, stdout, stderr } = await tryRun(
		"node",
		["packages/launch/launch.mjs", "packages/cli/src/main.ts", ...words],
		{ cwd: copy, timeout: "3m" },
	);
	return { exit, stderr, json: () => JSON.parse(stdout) };
};

test("experiment new: each start is registered, type checks, is formatted and renders", async () => {
	for (const words of [
		["zz-gossip"],
		["aa-web-servers", "--image", "nginx:1.27.3"],
		["mm-quieter", "--from", "gossip-smoke"],
		["mm-hubs", "--from", "connmanager-a"],
	]) {
		expect(await lab("experiment", "new", ...words)).toMatchObject({ exit: 0 });
	}
	await writeFile(
		join(copy, "experiments.json"),
		JSON.stringify({
			extends: "./tsconfig.json",
			include: ["packages/experiments/src"],
		}),
	);
	const types = await tryRun(
		"node_modules/.bin/tsc",
		["-p", "experiments.json"],
		{
			cwd: copy,
			timeout: "3m",
		},
	);
	expect([types.exit, types.stdout]).toEqual([0, ""]);
	const style = await tryRun(
		"npx",
		["biome", "ci", "--colors=off", "packages/experiments"],
		{ cwd: copy, timeout: "1m" },
	);
	expect([style.exit, style.stderr]).toEqual([0, expect.anything()]);
	expect(await lab("synth")).toMatchObject({ exit: 0 });
	expect(
		await readFile(
			join(copy, "fleet/experiments/aa-web-servers/fleet.yaml"),
			"utf8",
		),
	).toContain("name: experiment-aa-web-servers");
}, 240_000);

test.each([
	["a name that is taken", ["zz-gossip"], "scenarios/gossip/zz-gossip.ts"],
	["one of another family", ["kad-dht"], "scenarios/discovery/kad-dht.ts"],
	["a word of the language", ["import"], "wrong-name"],
	["a word of the file", ["count"], "wrong-name"],
	["a word of the registry", ["experiments"], "wrong-name"],
	[
		"two starts at once",
		["two-starts", "--from", "gossip-smoke", "--image", "nginx:1.27.3"],
		"--from gossip-smoke --image nginx:1.27.3",
	],
	["an image of no version", ["web", "--image", "nginx"], "nginx:1.2.3"],
])(
	"experiment new: %s is wrong, and nothing is written",
	async (_, words, says) => {
		const registry = () =>
			readFile(join(copy, "packages/experiments/src/registry.ts"), "utf8");
		const before = await registry();
		const { exit, stderr } = await lab("experiment", "new", ...words);
		expect([exit, stderr]).toEqual([2, expect.stringContaining(says)]);
		expect(await registry()).toBe(before);
	},
	60_000,
);

test("experiment new: what it writes runs to a verdict", async () => {
	const { exit, json } = await lab(
		...["experiment", "run", "zz-gossip", "--set", "nodes=6", "--json"],
	);
	expect(exit).toBe(0);
	expect(json()).toMatchObject({
		outcome: "succeeded",
		validity: "valid",
		verdict: "pass",
	});
}, 240_000);

test("any image is deployed by twenty lines", async () => {
	const file = "packages/experiments/src/scenarios/any-image/aa-web-servers.ts";
	const text = await readFile(join(copy, file), "utf8");
	const [, definition = ""] = text.split(/^(?=export const)/m);
	expect(definition.trimEnd().split("\n").length).toBeLessThanOrEqual(21);
	const { json } = await lab(
		...["experiment", "plan", "aa-web-servers", "--backend", "cluster"],
		...["--set", "nodes=7", "--json"],
	);
	const plan = json() as Plan;
	const set = plan.cluster?.files["statefulset-node.yaml"];
	expect(set).toContain("image: nginx:1.27.3");
	expect(plan.groups).toMatchObject([{ replicas: 7 }]);
	expect(plan.timeline).toMatchObject([{ kind: "wait", durationMs: 60_000 }]);
}, 60_000);

/** Commands that answer with 1 when they have something to tell. */
const tells = /^pnpm experiment diff/;

test("every command of docs/how-to/experiment.md does what it says, in its order", async () => {
	const text = await readFile(join(root, "docs/how-to/experiment.md"), "utf8");
	const commands = [...text.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(
		([, block = ""]) => block.trim().split("\n"),
	);
	expect(commands.length).toBeGreaterThan(10);
	for (const command of commands) {
		const words = command
			.replace(/ +#.*$/, "")
			.replace(/^pnpm (lab )?/, "")
			.split(" ");
		const { exit, stderr } = await lab(...words, "--json");
		expect([command, exit, stderr]).toEqual([
			command,
			tells.test(command) ? 1 : 0,
			expect.anything(),
		]);
	}
	expect((await lab("synth", "--check")).exit).toBe(0);
	expect((await lab("report", "10ksim", "--check")).exit).toBe(0);
}, 480_000);
