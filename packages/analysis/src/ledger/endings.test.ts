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
import { courseOf } from "./course.ts";
import { endingsOf, notStored } from "./log-gaps.ts";
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

/**
 * Returns how two logs end whose sentinels were written at these seconds of a run
 * that was collected after 60 s. `asked`: number of the sentinel with which each
 * node said that its log ends. `killed`: second at which the first node was killed.
 */
async function endings(
	seconds: readonly (readonly number[])[],
	{ asked = [], killed }: { asked?: readonly number[]; killed?: number } = {},
) {
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
	const down =
		killed === undefined
			? []
			: [
					{
						node: "relay-0",
						start: at(killed),
						end: at(70),
						reason: "pod down",
					},
				];
	const { gaps, silent, complete } = await endingsOf(database, {
		facts: { ...smallRun(2, 10), gaps: down },
		start: at(0),
		end: at(70),
		collected: at(60),
		sentinels: new Map(
			asked.map((lines, node) => [`relay-${node}`, { boot: "a", lines }]),
		),
	});
	return {
		gaps: gaps.map(({ node, start, reason }) => [
			node,
			Number((start - zero) / SECOND),
			reason,
		]),
		silent,
		complete: [...complete.keys()],
	};
}

const TAIL = "the end of the log: no sentinel is after it";

test("a log is complete if it ends with the sentinel that its node was asked for", async () => {
	expect(
		await endings(
			[
				[5, 10, 55],
				[5, 10, 58],
			],
			{ asked: [2, 2] },
		),
	).toEqual({ gaps: [], silent: [], complete: ["relay-0", "relay-1"] });
});

test("lines are lost after the last sentinel of a log that lacks the one its node was asked for", async () => {
	expect(
		await endings(
			[
				[5, 10, 55],
				[5, 10, 55, 58],
			],
			{ asked: [3, 3] },
		),
	).toEqual({
		gaps: [["relay-0", 55, "log gap"]],
		silent: ["relay-0"],
		complete: ["relay-1"],
	});
});

test("a sentinel of an earlier boot does not end a log", async () => {
	expect(await endings([[5, 10, 55], [58]], { asked: [3, 0] })).toMatchObject({
		silent: ["relay-0"],
	});
});

test("the end of a log is in doubt if its node was not asked", async () => {
	expect(
		await endings([
			[5, 10, 15, 50, 55],
			[5, 10, 15, 20, 58],
		]),
	).toEqual({
		gaps: [
			["relay-0", 55, TAIL],
			["relay-1", 58, TAIL],
		],
		silent: [],
		complete: ["relay-0", "relay-1"],
	});
});

test("the last lines of a killed node are in doubt, but it is not silent", async () => {
	expect(
		await endings(
			[
				[5, 10, 15],
				[5, 10, 15, 58],
			],
			{ asked: [], killed: 17 },
		),
	).toEqual({
		gaps: [
			["relay-0", 15, TAIL],
			["relay-1", 58, TAIL],
		],
		silent: [],
		complete: ["relay-1"],
	});
});

test("a log whose sentinels stopped is silent from there on, and so is one without any", async () => {
	expect(await endings([[5, 10, 15, 20], []])).toEqual({
		gaps: [
			["relay-0", 20, "log gap"],
			["relay-1", 0, "log gap"],
		],
		silent: ["relay-0", "relay-1"],
		complete: [],
	});
});

test("a node of which the log store lacks lines, according to the runner, is in doubt during the whole run", () => {
	const course = courseOf([
		{
			kind: "shipped",
			seq: 0,
			at: "0",
			runner: "here/1#0",
			lines: 60,
			sent: 60,
			stored: 59,
			differing: [
				{ node: "relay-0", lines: 20, stored: 18 },
				// Shipped twice: nothing is lost.
				{ node: "relay-1", lines: 20, stored: 21 },
			],
		},
	]);
	expect(notStored({ course })).toEqual([
		{
			node: "relay-0",
			start: 0n,
			end: 2n ** 63n - 1n,
			reason: "the log store lacks lines of the node",
		},
	]);
});
