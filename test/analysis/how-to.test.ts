import { cp, mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { tryRun } from "@lab/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { writeRunFolder } from "./_run-folder.ts";

const root = join(import.meta.dirname, "../..");
let folder: string;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), "how-to-"));
	for (const name of ["run", "other"]) await mkdir(join(folder, name));
	await writeRunFolder(join(folder, "run"), { run: "a" });
	await writeRunFolder(join(folder, "other"), {
		run: "b",
		lose: (node) => node === "relay-1",
	});
	await cp(
		join(import.meta.dirname, "ten-ksim/current"),
		join(folder, "tenksim"),
		{ recursive: true },
	);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Exit code of each command, on a run without loss and one with loss. */
const exits: Readonly<Record<string, number>> = {
	report: 0,
	tables: 0,
	archive: 0,
	compare: 1,
	import: 1,
};

test("every command of docs/how-to/analyse.md works as described", async () => {
	const text = await readFile(join(root, "docs/how-to/analyse.md"), "utf8");
	const commands = [...text.matchAll(/```sh\n(.+)\n```/g)].map(
		([, line]) => line as string,
	);
	expect(commands).toHaveLength(5);
	for (const command of commands) {
		const places: Record<string, string> = {
			RUN: "run",
			OTHER: "other",
			OUT: "out",
			TENKSIM: "tenksim",
			ARCHIVE: "archive",
		};
		const words = command
			.replace(/\$([A-Z]+)/g, (_, name: string) =>
				join(folder, places[name] as string),
			)
			.split(" ")
			.slice(2);
		const result = await tryRun(
			"node",
			[
				"packages/launch/launch.mjs",
				"packages/cli/src/main.ts",
				"analyze",
				...words,
				"--json",
			],
			{ cwd: root, timeout: "2m" },
		);
		expect([words[0], result.exit, result.stderr]).toEqual([
			words[0],
			exits[words[0] as string],
			expect.anything(),
		]);
		expect(() => JSON.parse(result.stdout)).not.toThrow();
	}
}, 240_000);

test("a report with a missing delivery exits with 1 and names the delivery", async () => {
	const result = await tryRun(
		"node",
		[
			"packages/launch/launch.mjs",
			"packages/cli/src/main.ts",
			"analyze",
			"report",
			join(folder, "other"),
			"--out",
			join(folder, "lossy"),
		],
		{ cwd: root, timeout: "2m" },
	);
	expect(result.exit).toBe(1);
	expect(result.stdout).toMatch(/missing: \d+ at relay-1/);
}, 120_000);

test("an unknown stack is an error that suggests a similar one", async () => {
	const result = await tryRun(
		"node",
		[
			"packages/launch/launch.mjs",
			"packages/cli/src/main.ts",
			"analyze",
			"tables",
			join(folder, "run"),
			"--stack",
			"vaclba",
		],
		{ cwd: root, timeout: "2m" },
	);
	expect(result.exit).toBe(2);
	expect(result.stderr).toMatch(
		/error\[unknown-stack\][\s\S]*did you mean 'vaclab'\?/,
	);
}, 120_000);
