import {
	appendFile,
	mkdir,
	mkdtemp,
	readFile,
	rm,
	writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { analyseRun } from "@lab/analysis/ledger";
import { figuresOf, writeReport } from "@lab/analysis/report";
import { createViews, Database } from "@lab/analysis/tables";
import { tryRun } from "@lab/core";
import { protocols } from "@lab/protocols";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { writeRunFolder } from "./_run-folder.ts";

const root = join(import.meta.dirname, "../..");
const [NODES, MESSAGES] = [4, 5];
let place: string;
let database: Database;
let made = 0;
beforeAll(async () => {
	place = await mkdtemp(join(tmpdir(), "bad-input-"));
	database = await Database.open();
});
afterAll(async () => {
	database.close();
	await rm(place, { recursive: true, force: true });
});

async function runFolder(): Promise<string> {
	const folder = join(place, `run-${made++}`);
	await mkdir(folder);
	await writeRunFolder(folder, { nodes: NODES, messages: MESSAGES });
	return folder;
}

/** Damage to a file: bytes inserted, removed, replaced or duplicated. */
const damage = fc.record({
	node: fc.nat(NODES - 1),
	from: fc.double({ min: 0, max: 1, noNaN: true }),
	length: fc.nat(300),
	put: fc.oneof(
		fc.uint8Array({ maxLength: 200 }),
		fc.string({ unit: "binary" }).map((text) => Buffer.from(text)),
		fc.constantFrom(
			Buffer.from("\n\n\n"),
			Buffer.from([0xff, 0xfe, 0x0a]),
			Buffer.from('{"log":"INF cut'),
			Buffer.alloc(3_000_000, "x"),
		),
	),
	again: fc.boolean(),
});

async function damaged(
	folder: string,
	{
		node,
		from,
		length,
		put,
		again,
	}: typeof damage extends fc.Arbitrary<infer T> ? T : never,
): Promise<void> {
	const path = join(folder, `logs/relay-${node}.log`);
	const bytes = await readFile(path);
	const at = Math.floor(from * bytes.length);
	const rest = bytes.subarray(again ? Math.max(0, at - length) : at + length);
	await writeFile(path, Buffer.concat([bytes.subarray(0, at), put, rest]));
}

test("any damage to log files: every line and every delivery is accounted for", async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.array(damage, { minLength: 1, maxLength: 3 }),
			async (all) => {
				const folder = await runFolder();
				for (const one of all) await damaged(folder, one);
				const { lineCount, tables, run } = await analyseRun(
					database,
					folder,
					protocols,
				);
				let lines = 0;
				for (let node = 0; node < NODES; node++) {
					const bytes = await readFile(join(folder, `logs/relay-${node}.log`));
					lines += bytes.toString("latin1").split("\n").length - 1;
					if (bytes.length > 0 && bytes.at(-1) !== 10) lines += 1;
				}
				expect(lineCount.lines).toBe(lines);
				expect(
					lineCount.events + lineCount.continuations + lineCount.unparsed,
				).toBe(lines + lineCount.unpacked);
				await createViews(database, tables, run);
				const [ledger] = await database.rows<{ pairs: number }>(
					"SELECT count(DISTINCT (message, node)) AS pairs FROM ledger",
				);
				expect(ledger?.pairs).toBe(MESSAGES * (NODES - 1));
				await rm(folder, { recursive: true, force: true });
			},
		),
		{ numRuns: 25 },
	);
}, 240_000);

describe("a report of a run whose logs", () => {
	const report = async (folder: string) => {
		const out = join(folder, "report");
		const analysed = await analyseRun(database, folder, protocols);
		return writeReport(database, [analysed], out, { protocols });
	};

	test("contain an unreadable line does not hold", async () => {
		const folder = await runFolder();
		await appendFile(join(folder, "logs/relay-1.log"), "\u0001\u0002 what\n");
		expect(await report(folder)).toMatchObject({
			holds: "no",
			text: expect.stringContaining("1 lines could not be read"),
		});
	});

	test("end within a line does not hold: half a number is a wrong number", async () => {
		const folder = await runFolder();
		const path = join(folder, "logs/relay-1.log");
		const text = await readFile(path, "utf8");
		await writeFile(path, text.slice(0, -2));
		expect(await report(folder)).toMatchObject({
			holds: "no",
			text: expect.stringContaining("1 log files end within a line"),
		});
	});
});

test("a clock that jumps back an hour loses no delivery, but latencies at that time are unknown", async () => {
	const folder = await runFolder();
	const path = join(folder, "logs/relay-2.log");
	const HOUR = 3_600_000_000_000n;
	const text = await readFile(path, "utf8");
	const lines = text.split("\n");
	const jumped = lines.map((line, index) =>
		index < 3
			? line
			: line.replace(
					/current=(\d+) delayMs=\S+/,
					(_, ns: string) => `current=${BigInt(ns) - HOUR} delayMs=-3600000`,
				),
	);
	expect(jumped).not.toEqual(lines);
	await writeFile(path, jumped.join("\n"));
	const { outcomes, latency } = await figuresOf(
		database,
		await analyseRun(database, folder, protocols),
		protocols,
	);
	expect(outcomes).toEqual([
		{ outcome: "delivered", reason: "", pairs: MESSAGES * (NODES - 1) },
	]);
	expect(latency.measured).toBeLessThan(latency.deliveries ?? 0);
	expect(latency.max_high_ns).toBeNull();
});

describe("analyze parse", () => {
	const parse = async (...places: string[]) => {
		const { exit, stdout, stderr } = await tryRun(
			"node",
			[
				"packages/launch/launch.mjs",
				"packages/cli/src/main.ts",
				"analyze",
				"parse",
				...places,
				"--json",
			],
			{ cwd: root, timeout: "1m" },
		);
		return { exit, stderr, answer: stdout ? JSON.parse(stdout) : undefined };
	};

	test("reads rotated and compressed files as one stream", async () => {
		const folder = await runFolder();
		const plain = await parse(join(folder, "logs/relay-0.log"));
		const text = await readFile(join(folder, "logs/relay-0.log"), "utf8");
		const half = text.indexOf("\n", text.length / 2) + 1;
		const rotated = join(folder, "rotated");
		await mkdir(rotated);
		await writeFile(
			join(rotated, "relay-0.log.1.gz"),
			gzipSync(text.slice(0, half)),
		);
		await writeFile(join(rotated, "relay-0.log"), text.slice(half));
		expect(plain.exit).toBe(0);
		expect(await parse(rotated)).toMatchObject({
			exit: 0,
			answer: { lines: plain.answer.lines, events: plain.answer.events },
		});
	}, 60_000);

	test("exits with 3 if a compressed file is truncated, and with 1 if a plain one is", async () => {
		const folder = await runFolder();
		const text = await readFile(join(folder, "logs/relay-0.log"), "utf8");
		const packed = gzipSync(text);
		await writeFile(join(folder, "a.log.gz"), packed.subarray(0, -20));
		await writeFile(join(folder, "b.log"), text.slice(0, -3));
		expect(await parse(join(folder, "a.log.gz"))).toMatchObject({
			exit: 3,
			stderr: expect.stringContaining("error[broken-file]"),
		});
		expect(await parse(join(folder, "b.log"))).toMatchObject({
			exit: 1,
			answer: { cutFiles: 1 },
		});
	}, 60_000);
});
