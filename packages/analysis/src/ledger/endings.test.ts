import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
	createViews,
	Database,
	TableWriter,
	tableFolder,
} from "../tables/index.ts";
import { endingsOf } from "./log-gaps.ts";
import { smallRun, zero } from "./testing.ts";

let database: Database;
let folder: string;
let runs = 0;
beforeAll(async () => {
	database = await Database.open();
	folder = await mkdtemp(join(tmpdir(), "endings-"));
});
afterAll(async () => {
	database.close();
	await rm(folder, { recursive: true, force: true });
});

const SECOND = 1_000_000_000n;
const at = (second: number) => zero + BigInt(second) * SECOND;

/** Returns how two logs end whose sentinels were written at these seconds of a run that was collected after 60 s. */
async function endings(seconds: readonly (readonly number[])[]) {
	const run = `r${runs++}`;
	const beats = seconds.flatMap((times, node) =>
		times.map((second, index) => ({ node: `relay-${node}`, second, index })),
	);
	const writer = new TableWriter(
		database,
		tableFolder(folder, run, "node.sentinel"),
		{ stream: "text", time: "int64", boot: "text", lines: "int64" },
	);
	await writer.append(
		{
			stream: beats.map(({ node }) => node),
			time: beats.map(({ second }) => at(second)),
			boot: beats.map(() => "a"),
			lines: beats.map(({ index }) => BigInt(index)),
		},
		beats.length,
	);
	await writer.end();
	await createViews(database, folder, run);
	const { silent, complete } = await endingsOf(database, {
		facts: smallRun(2, 10),
		start: at(0),
		end: at(70),
		collected: at(60),
	});
	return {
		silent: silent.map(({ node }) => node),
		complete: [...complete.keys()],
	};
}

test("a log is complete until its last sentinel, if none is overdue", async () => {
	expect(
		await endings([
			[5, 10, 15, 50, 55],
			[5, 10, 15, 20, 58],
		]),
	).toEqual({
		silent: [],
		complete: ["relay-0", "relay-1"],
	});
});

test("a log whose sentinels stopped is silent from there on, and so is one without any", async () => {
	expect(await endings([[5, 10, 15, 20], []])).toEqual({
		silent: ["relay-0", "relay-1"],
		complete: [],
	});
});

test("a single sentinel ends its log", async () => {
	expect(await endings([[20], [30]])).toEqual({
		silent: [],
		complete: ["relay-0", "relay-1"],
	});
});
