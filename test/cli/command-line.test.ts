import { join } from "node:path";
import { registry } from "@lab/cli";
import { tryRun } from "@lab/core";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");

const lab = (...words: string[]) =>
	tryRun(
		"node",
		["packages/launch/launch.mjs", "packages/cli/src/main.ts", ...words],
		{
			cwd: root,
			timeout: "1m",
		},
	);

test("without a command, all commands are listed", async () => {
	const { exit, stdout } = await lab();
	expect(exit).toBe(0);
	for (const { name, summary } of registry) {
		expect(stdout).toContain(name);
		expect(stdout).toContain(summary);
	}
});

test.each(registry.map(({ name }) => name))(
	"%s --help shows an example",
	async (name) => {
		const { exit, stdout } = await lab(...name.split(" "), "--help");
		expect(exit).toBe(0);
		expect(stdout).toMatch(/Example:\n {2}\S/);
		expect(stdout).toContain("--json");
		expect(stdout).not.toContain("default: []");
	},
);

test("a reader that stops reading is no error", async () => {
	const { exit, stderr } = await tryRun(
		"bash",
		[
			"-c",
			"set -o pipefail; node packages/launch/launch.mjs local-lab/local-lab.ts --help | true",
		],
		{ cwd: root, timeout: "1m" },
	);
	expect({ exit, stderr }).toEqual({ exit: 0, stderr: "" });
});

test("a mistyped command exits with 2 and suggests the right one", async () => {
	const { exit, stdout, stderr } = await lab("snyth");
	expect(exit).toBe(2);
	expect(stdout).toBe("");
	expect(stderr).toContain("error[unknown-command]");
	expect(stderr).toContain("did you mean 'synth'?");
});

test("an unknown option exits with 2", async () => {
	const { exit, stderr } = await lab("synth", "--chek");
	expect(exit).toBe(2);
	expect(stderr).toContain("error[unknownOption]");
	expect(stderr).toContain("--check");
});

test("an unknown environment exits with 2 and lists the valid ones", async () => {
	const { exit, stderr } = await lab("synth", "--env", "prod");
	expect(exit).toBe(2);
	expect(stderr).toContain("vaclab, local, all");
});

test("synth --check --json prints one document and exits 0 on the committed tree", async () => {
	const { exit, stdout } = await lab("synth", "--check", "--json");
	expect(exit).toBe(0);
	const { environments } = JSON.parse(stdout) as {
		environments: {
			environment: string;
			bundles: unknown[];
			changes: unknown[];
		}[];
	};
	expect(
		environments.map(({ environment, changes }) => [environment, changes]),
	).toEqual([
		["vaclab", []],
		["local", []],
	]);
});
