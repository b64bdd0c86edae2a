import {
	mkdir,
	mkdtemp,
	realpath,
	rm,
	symlink,
	writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, test } from "vitest";
import { streamFiles } from "./files.ts";
import { logFiles } from "./index.ts";

let root: string;
beforeEach(async () => {
	root = await realpath(await mkdtemp(join(tmpdir(), "layout-")));
});
afterEach(() => rm(root, { recursive: true, force: true }));

/** Writes files that each contain their own path; `.gz` is compressed. */
async function write(...paths: string[]): Promise<void> {
	for (const path of paths) await writeAs(path, `${path}\n`);
}

async function writeAs(path: string, text: string): Promise<void> {
	await mkdir(dirname(join(root, path)), { recursive: true });
	await writeFile(
		join(root, path),
		path.endsWith(".gz") ? gzipSync(text) : text,
	);
}

async function read(...places: string[]) {
	const { streams, leftOut } = await streamFiles(
		places.map((place) => join(root, place)),
	);
	return {
		streams: streams.map(({ name, stream: { pod }, paths }) => ({
			name,
			pod,
			paths: paths.map((path) => relative(root, path)),
		})),
		leftOut: leftOut.map(({ path, reason }) => [relative(root, path), reason]),
	};
}

test("logrotate's dates, .stderr, .json and capitals are read, the oldest first", async () => {
	await write(
		"pod-0.log",
		"pod-0.log-20260804",
		"pod-0.log-20260803.gz",
		"pod-0.log.1",
		"pod-0.stderr",
		"pod-1.json",
		"pod-2.LOG",
		"pod-3-20260803.log",
		"pod-3.log",
	);
	const { streams, leftOut } = await read("");
	expect(streams.map(({ pod, paths }) => [pod, paths])).toEqual([
		[
			"pod-0",
			[
				"pod-0.log-20260803.gz",
				"pod-0.log-20260804",
				"pod-0.log.1",
				"pod-0.log",
			],
		],
		["pod-0", ["pod-0.stderr"]],
		["pod-1", ["pod-1.json"]],
		["pod-2", ["pod-2.LOG"]],
		["pod-3", ["pod-3-20260803.log", "pod-3.log"]],
	]);
	expect(leftOut).toEqual([]);
});

test("files that cannot be read, and files that are no logs, are named", async () => {
	await write("pod-0.log", "pod-0.log.1.xz", "notes.md");
	await writeAs("plan.json", '{\n  "name": "x"\n}\n');
	expect((await read("")).leftOut).toEqual([
		["notes.md", "not named like a log"],
		["plan.json", "one JSON document, not lines"],
		["pod-0.log.1.xz", ".xz cannot be read: decompress it"],
	]);
});

test("a run whose node has a log that cannot be read is refused", async () => {
	await write("relay-0.log", "relay-0.log.1.xz", "other.log.1.xz");
	const query = { start: 0n, end: 1n, namespace: "lab", workloads: ["relay"] };
	await expect(logFiles(root).plan(query)).rejects.toMatchObject({
		findings: [
			{ code: "unreadable-file", where: join(root, "relay-0.log.1.xz") },
		],
	});
});

test("hosts of Shadow that wrote the same are different streams, named after the hosts", async () => {
	for (const host of ["pod-0", "pod-1"])
		await writeAs(`hosts/${host}/main.1000.stdout`, "the same\n");
	expect(await read("")).toEqual({
		streams: ["pod-0", "pod-1"].map((pod) => ({
			name: `${pod}/main.1000.stdout`,
			pod,
			paths: [`hosts/${pod}/main.1000.stdout`],
		})),
		leftOut: [],
	});
});

test("files of the same name in different folders are named after the folders", async () => {
	await write("node-a/docker.log", "node-b/docker.log", "node-b/docker.log.1");
	const expected = [
		["node-a", ["node-a/docker.log"]],
		["node-b", ["node-b/docker.log.1", "node-b/docker.log"]],
	];
	const { streams } = await read("");
	expect(streams.map(({ pod, paths }) => [pod, paths])).toEqual(expected);
	const named = await read("node-a/docker.log", "node-b");
	expect(named.streams.map(({ pod, paths }) => [pod, paths])).toEqual(expected);
});

test("a file that is given twice is read once", async () => {
	await write("pod-0.log", "pod-0.log.1");
	await symlink(join(root, "pod-0.log"), join(root, "link.log"));
	const { streams } = await read("pod-0.log", "", "pod-0.log");
	expect(streams.flatMap(({ paths }) => paths)).toEqual([
		"pod-0.log.1",
		"pod-0.log",
	]);
});

test("a log beside its own .gz counts once, and the copy is named", async () => {
	await writeAs("pod-0.log", "the same\n");
	await writeAs("pod-0.log.gz", "the same\n");
	const { streams, leftOut } = await read("");
	expect(streams.flatMap(({ paths }) => paths)).toEqual(["pod-0.log"]);
	expect(leftOut).toEqual([
		["pod-0.log.gz", `a copy of ${join(root, "pod-0.log")}`],
	]);
});

test.each([
	["compressed", "pod-0.log", "pod-0.log.gz"],
	["uncompressed", "pod-0.log.gz", "pod-0.log"],
])(
	"a copy made while the log grew counts once: the %s one",
	async (_, whole, copy) => {
		await writeAs(whole, "one\ntwo\nthree\n");
		await writeAs(copy, "one\ntwo\n");
		expect(await read(".")).toEqual({
			streams: [{ name: whole, pod: "pod-0", paths: [whole] }],
			leftOut: [
				[
					copy,
					`an earlier copy of ${join(root, whole)}, which has all its lines`,
				],
			],
		});
		await writeAs(copy, "zero\nhalf\n");
		expect((await read(".")).leftOut).toEqual([]);
	},
);

/** Returns what else is said about the files. */
async function notes() {
	const { alike, doubtful } = await streamFiles(root);
	return {
		alike: alike.map(({ paths }) => paths.map((path) => relative(root, path))),
		doubtful: doubtful.map(({ path }) => relative(root, path)),
	};
}

test("a copy with the line ends of Windows is a copy", async () => {
	await writeAs("pod-0.log", "one\ntwo\n");
	await writeAs("pod-0.log.gz", "one\r\ntwo\r\n");
	expect((await read("")).leftOut).toEqual([
		["pod-0.log.gz", `a copy of ${join(root, "pod-0.log")}`],
	]);
	await writeAs("pod-0.txt", "one\r\ntwo\r\n");
	await expect(read("")).rejects.toMatchObject({
		findings: [{ code: "duplicate-file", where: join(root, "pod-0.txt") }],
	});
});

test("logs of different pods with the same lines are told, and refused for the nodes of a run", async () => {
	const lines = (times: number) => "a line of some length\n".repeat(times);
	await writeAs("relay-0.log", lines(2));
	await writeAs("relay-1.log", lines(2));
	await writeAs("copy.log", lines(1000));
	await writeAs("original.log", lines(1000));
	expect(await notes()).toEqual({
		alike: [
			["copy.log", "original.log"],
			["relay-0.log", "relay-1.log"],
		],
		doubtful: [],
	});
	const query = { start: 0n, end: 1n, namespace: "lab", workloads: ["relay"] };
	expect(await logFiles(root).plan(query)).toHaveLength(2);
	await writeAs("relay-1.log", lines(1000));
	await writeAs("relay-0.log", lines(1000));
	await expect(logFiles(root).plan(query)).rejects.toMatchObject({
		code: "duplicate-file",
	});
});

test("a number before the ending may be that of a rotated file: it is told, and refused for the nodes of a run", async () => {
	await write("relay-0.log", "relay-0.1.log", "other.1.log", "other.2.log");
	expect((await notes()).doubtful).toEqual(["relay-0.1.log"]);
	expect((await read("")).streams.map(({ pod }) => pod)).toEqual([
		"other.1",
		"other.2",
		"relay-0.1",
		"relay-0",
	]);
	const query = { start: 0n, end: 1n, namespace: "lab", workloads: ["relay"] };
	await expect(logFiles(root).plan(query)).rejects.toMatchObject({
		findings: [{ code: "unclear-file", where: join(root, "relay-0.1.log") }],
	});
});

test("a compressed file of 0 bytes is named: its lines are missing", async () => {
	await write("pod-0.log");
	await writeFile(join(root, "pod-0.log.1.gz"), "");
	await writeFile(join(root, "pod-0.log.2.zst"), "");
	await writeFile(join(root, "pod-1.log"), "");
	const { streams, leftOut } = await streamFiles(root);
	expect(streams.map(({ name }) => name)).toEqual(["pod-0.log", "pod-1.log"]);
	expect(
		leftOut.map(({ path, reason, stream }) => [
			relative(root, path),
			reason,
			stream?.pod,
		]),
	).toEqual([
		[
			"pod-0.log.1.gz",
			"0 bytes, which is no .gz file: nothing was compressed",
			"pod-0",
		],
		[
			"pod-0.log.2.zst",
			"0 bytes, which is no .zst file: nothing was compressed",
			"pod-0",
		],
	]);
});

test("a rotated file that is a copy of another is an error, compressed or not", async () => {
	await writeAs("pod-0.log", "the same\n");
	await writeAs("pod-0.log.1.gz", "the same\n");
	await expect(read("")).rejects.toMatchObject({ code: "duplicate-file" });
});
