import { spawn } from "node:child_process";
import {
	cp,
	mkdir,
	mkdtemp,
	readdir,
	rm,
	symlink,
	writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { tryRun } from "@lab/core";
import { afterEach, beforeEach, expect, test } from "vitest";

const own = join(import.meta.dirname, "..");

/** A repository with one program: `main.ts`, which loads `later.ts` when it is asked to. */
let root: string;

beforeEach(async () => {
	root = await mkdtemp(join(tmpdir(), "launch-"));
	const launch = join(root, "packages/launch");
	await mkdir(join(root, "node_modules"), { recursive: true });
	await mkdir(launch, { recursive: true });
	await cp(join(own, "launch.mjs"), join(launch, "launch.mjs"));
	await cp(join(own, "src"), join(launch, "src"), { recursive: true });
	await symlink(join(own, "node_modules"), join(launch, "node_modules"));
	await write("pnpm-lock.yaml", "");
	await write("node_modules/.modules.yaml", "");
	await write("tsconfig.json", "{}");
	await write("package.json", '{ "type": "module" }');
	await write("data.txt", "data");
	await write("later.ts", 'export const later: string = "later";');
	await write(
		"main.ts",
		`import { readFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
class NotFound extends Error {}
const words = process.argv.slice(2);
const data = readFileSync(import.meta.dirname + "/data.txt", "utf8");
if (words[0] === "wait") {
	console.log("waiting");
	for await (const chunk of process.stdin) void chunk;
	console.log((await import("./later.ts")).later);
} else console.log(data, words.join(), new NotFound().constructor.name);
process.exitCode = 7;
`,
	);
});
afterEach(() => rm(root, { recursive: true, force: true }));

const write = (path: string, text: string) => writeFile(join(root, path), text);

const launch = async (
	words: string[] = [],
	env: Record<string, string> = {},
) => {
	const { exit, stdout, stderr } = await tryRun(
		process.execPath,
		[join(root, "packages/launch/launch.mjs"), "main.ts", ...words],
		{ cwd: root, timeout: "1m", env },
	);
	return { exit, stdout: stdout.trimEnd(), stderr };
};

const bundles = async () =>
	(await readdir(join(root, "node_modules/.cache/launch"))).filter((name) =>
		name.startsWith("bundle-"),
	);

test("a program gets its words, its files and its exit code, and is bundled once", async () => {
	const first = await launch(["a", "b"]);
	expect(first).toMatchObject({
		exit: 7,
		stdout: "data a,b NotFound",
		stderr: "",
	});
	expect(await launch(["c"])).toMatchObject({
		exit: 7,
		stdout: "data c NotFound",
	});
	expect(await bundles()).toHaveLength(1);
});

test("a saved source takes effect at the next start", async () => {
	await launch();
	await write("main.ts", 'console.log("edited");');
	expect(await launch()).toMatchObject({ exit: 0, stdout: "edited" });
	await write("data.txt", "other data");
	expect(await launch()).toMatchObject({ exit: 0, stdout: "edited" });
});

test("a bundle that was deleted is built again", async () => {
	await launch();
	const [name = ""] = await bundles();
	await rm(join(root, "node_modules/.cache/launch", name), { recursive: true });
	expect(await launch()).toMatchObject({ exit: 7, stderr: "" });
});

test("a running program loads what it was started with", async () => {
	const child = spawn(
		process.execPath,
		[join(root, "packages/launch/launch.mjs"), "main.ts", "wait"],
		{ cwd: root },
	);
	let said = "";
	const started = new Promise<void>((resolve) => {
		child.stdout.on("data", (chunk: Buffer) => {
			said += chunk.toString();
			resolve();
		});
	});
	const ended = new Promise((resolve) => child.once("exit", resolve));
	await started;
	await write("later.ts", 'export const later = "edited";');
	await launch();
	child.stdin.end();
	await ended;
	expect(said).toBe("waiting\nlater\n");
});

test("a CommonJS module knows its own place", async () => {
	const folder = join(root, "node_modules/old");
	await mkdir(folder);
	await writeFile(join(folder, "package.json"), '{ "main": "index.js" }');
	await writeFile(
		join(folder, "index.js"),
		'"use strict"; exports.place = [__filename, __dirname].join();',
	);
	await write("main.ts", 'import { place } from "old"; console.log(place);');
	const { stdout } = await launch();
	expect(stdout).toBe([join(folder, "index.js"), folder].join());
});

test("a source that is no TypeScript is reported with its place", async () => {
	await write("later.ts", "export const = 1;\n");
	const { exit, stderr } = await launch();
	expect(exit).toBe(2);
	expect(stderr).toContain("error[unusable-source]");
	expect(stderr).toContain("at    later.ts:1:14");
	const json = await launch(["--json"]);
	expect(JSON.parse(json.stdout).findings).toHaveLength(1);
	expect(await bundles()).toEqual([]);
});

test("where nothing can be written, the program runs from its source", async () => {
	await write("node_modules/.cache", "a file where a folder belongs");
	const { exit, stdout, stderr } = await launch(["a"]);
	expect([exit, stdout]).toEqual([7, "data a NotFound"]);
	expect(stderr).toContain("warning[no-bundle]");
});

test("LAB_FROM_SOURCE=1 bundles nothing", async () => {
	const { exit, stdout } = await launch(["a"], { LAB_FROM_SOURCE: "1" });
	expect([exit, stdout]).toEqual([7, "data a NotFound"]);
	expect(await readdir(join(root, "node_modules"))).not.toContain(".cache");
});

test("five first starts at once all run", async () => {
	const runs = await Promise.all(
		["1", "2", "3", "4", "5"].map((word) => launch([word])),
	);
	expect(runs.map(({ stdout }) => stdout)).toEqual(
		[1, 2, 3, 4, 5].map((word) => `data ${word} NotFound`),
	);
});
