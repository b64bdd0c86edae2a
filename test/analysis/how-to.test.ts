import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { tryRun } from "@lab/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { writeRunFolder } from "./_run-folder.ts";

const root = join(import.meta.dirname, "../..");
let folder: string;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), "how-to-"));
	for (const name of ["run", "other", "tenksim"])
		await mkdir(join(folder, name));
	await writeRunFolder(join(folder, "run"), { run: "a" });
	await writeRunFolder(join(folder, "other"), {
		run: "b",
		lose: (node) => node === "relay-1",
	});
	await writeFile(
		join(folder, "tenksim/received.csv"),
		"kubernetes.pod_name,msgId,sentAt,current,delayMs\npod-0,7,1785892519584947712,1785892519585947712,1\npod-1,7,1785892519584947712,1785892519585947712,1\n",
	);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What one sees at the end of each, on a run without loss and one with. */
const exits: Readonly<Record<string, number>> = {
	report: 0,
	tables: 0,
	archive: 0,
	compare: 1,
	import: 0,
};

test("every command of docs/how-to/analyse.md does what it says", async () => {
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
				"--import",
				"tsx",
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

test("a run with a missing delivery ends the report with exit 1 and names it", async () => {
	const result = await tryRun(
		"node",
		[
			"--import",
			"tsx",
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

test("a stack that is not there is answered by the nearest one", async () => {
	const result = await tryRun(
		"node",
		[
			"--import",
			"tsx",
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
