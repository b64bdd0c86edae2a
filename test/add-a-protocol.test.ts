import { appendFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { tryRun } from "@lab/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newcomersCopy } from "./_newcomer.ts";
import { writeRunFolder } from "./analysis/_run-folder.ts";

let copy: string;

beforeAll(async () => {
	copy = await newcomersCopy();
}, 120_000);
afterAll(() => rm(copy, { recursive: true, force: true }));

const run = async (program: string, ...words: string[]) => {
	const { exit, stdout, stderr } = await tryRun(program, words, {
		cwd: copy,
		timeout: "5m",
	});
	return { exit, stdout, said: stdout + stderr };
};

const lab = (...words: string[]) =>
	run(
		"node",
		"packages/launch/launch.mjs",
		"packages/cli/src/main.ts",
		...words,
	);

const read = (path: string) => readFile(join(copy, path), "utf8");

/** Runs the command of a guide that scaffolds. @returns the guide, and the paths that the command wrote */
async function followGuide(path: string) {
	const guide = await read(path);
	const [, command = ""] = /^pnpm lab (\S+ new .+)$/m.exec(guide) ?? [];
	const { exit, stdout, said } = await lab(...command.split(" "), "--json");
	expect(exit, said).toBe(0);
	const { files, edited } = JSON.parse(stdout) as Record<string, string[]>;
	return { guide, files: files ?? [], edited: edited ?? [] };
}

/** What a newcomer has to hold: types, style and tests of what the scaffold touched. */
async function assertGreen(
	packages: readonly string[],
	touched: readonly string[],
	tests: readonly string[],
) {
	await writeFile(
		join(copy, "touched.json"),
		JSON.stringify({
			extends: "./tsconfig.json",
			include: packages.map((name) => `packages/${name}/src`),
		}),
	);
	const types = await run("node_modules/.bin/tsc", "-p", "touched.json");
	expect(types).toMatchObject({ exit: 0, said: "" });
	const style = await run(
		...["node_modules/.bin/biome", "ci", "--colors=off"],
		...touched.filter((path) => path.endsWith(".ts")),
	);
	expect(style.exit, style.said).toBe(0);
	const { exit, said } = await run("npx", "vitest", "run", ...tests);
	expect(exit, said).toBe(0);
}

test("a new protocol is what the guide shows, and all is green at once", async () => {
	const { guide, files, edited } = await followGuide(
		"docs/how-to/add-a-protocol.md",
	);
	const shown = new Map(
		[
			...guide.matchAll(
				/```(?:ts|sql)\n(?:\/\/|--) (packages\/\S+)\n([\s\S]*?)```/g,
			),
		].map(([, path = "", text = ""]) => [path, text]),
	);
	expect([...shown.keys()].sort()).toEqual(files);
	for (const [path, text] of shown) expect(await read(path), path).toBe(text);
	const [measure = "", direction = ""] = [
		...guide.matchAll(/```ts\n(\t"ping[\s\S]*?)```/g),
	].map(([, entry]) => entry);
	expect(await read("packages/record/src/measures.ts")).toContain(measure);
	expect(await read("packages/record/src/measures.test.ts")).toContain(
		direction,
	);
	await assertGreen(
		["protocols", "record"],
		[...files, ...edited],
		[
			...["test/measures.test.ts", "packages/record/src/measures.test.ts"],
			...["events", "registry", "engine", "ping/figures"].map(
				(name) => `packages/protocols/src/${name}.test.ts`,
			),
		],
	);
}, 600_000);

test("the figure of the new protocol stands in a report, and its measure is judged", async () => {
	const folder = join(copy, "ping-run");
	await mkdir(folder);
	await writeRunFolder(folder, {
		run: "pinged",
		change: (plan) => {
			plan.criteria.push({ measure: "ping.slowest" as never, atMost: 15 });
		},
	});
	// Lines that the run's own list of files does not know.
	await rm(join(folder, "dataset.json"));
	const answers = [11, 12, 19].map(
		(tookMs) =>
			`INF 2026-08-05 01:15:21.582+00:00 Ping answered                              topics="libp2p ping" tid=1 peerId=16U*a tookMs=${tookMs}\n`,
	);
	await appendFile(join(folder, "logs/relay-0.log"), answers.join(""));
	const { exit, said } = await lab(
		...["analyze", "report", folder, "--out", "ping-report"],
	);
	expect(exit, said).toBe(1);
	expect(said).toContain("ping.slowest is 19 ms, required at most 15");
	expect(await read("ping-report/report.md")).toContain("Ping: round trips");
	expect(await read("ping-report/csv/pinged/ping-round-trips.csv")).toBe(
		"node,answers,slowest_ms\nrelay-0,3,19\n",
	);
}, 240_000);

test("a new log format reads the line that the guide shows, and all is green at once", async () => {
	const { guide, files, edited } = await followGuide(
		"docs/how-to/add-a-log-format.md",
	);
	const [, line = ""] = /```\n(acme-log.*\n)```/.exec(guide) ?? [];
	await writeFile(join(copy, "acme.log"), line);
	const { exit, stdout } = await lab("analyze", "parse", "acme.log", "--json");
	expect(exit).toBe(0);
	expect(JSON.parse(stdout)).toMatchObject({
		lines: 1,
		formats: { "acme-log": 1 },
		unparsed: [],
	});
	await assertGreen(
		["analysis"],
		[...files, ...edited],
		["packages/analysis/src/formats"],
	);
}, 600_000);

test.each([
	["protocol", "gossip", "protocol-exists"],
	["protocol", "ledger", "wrong-name"],
	["format", "line-fields", "format-exists"],
])("%s new %s is refused, and nothing is written", async (noun, name, code) => {
	const registries = [
		"packages/protocols/src/registry.ts",
		"packages/record/src/measures.ts",
		"packages/analysis/src/formats/registry.ts",
	];
	const before = await Promise.all(registries.map(read));
	const { exit, said } = await lab(noun, "new", name);
	expect([exit, said]).toEqual([2, expect.stringContaining(`error[${code}]`)]);
	expect(await Promise.all(registries.map(read))).toEqual(before);
});
