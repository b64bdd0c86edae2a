import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { sentinel } from "../ledger/sentinel.ts";
import { testSchemas } from "../parser/testing.ts";
import { archivedLogs, archiveLogs, logFiles } from "../sources/index.ts";
import { Database } from "./database.ts";
import { createViews } from "./views.ts";
import { writeEvents } from "./write-events.ts";

let root: string;
let database: Database;
beforeEach(async () => {
	root = await mkdtemp(join(tmpdir(), "write-events-"));
	database = await Database.open();
});
afterEach(async () => {
	database.close();
	await rm(root, { recursive: true, force: true });
});

const query = {
	start: 0n,
	end: 2n ** 62n,
	namespace: "n",
	workloads: ["relay"],
};
const at = "2026-08-05T01:15:20.123456789Z";
const head = "INF 2026-08-05 01:15:19.585+00:00";
const received = (id: number) =>
	`${head} ${"Received message".padEnd(42)} tid=1 msgId=${id} sentAt=1 current=2 delayMs=1`;
const beat = (lines: number, boot: string) =>
	`${head} ${"Sentinel".padEnd(42)} tid=1 lines=${lines} boot=${boot}`;
const whole = (line: string) => `${at} stdout F ${line}\n`;
const part = (line: string) => `${at} stdout P ${line}\n`;

async function written(containers: readonly string[], archived: boolean) {
	const folder = join(root, "pods", "n_relay-0_0a1b", "node");
	await mkdir(folder, { recursive: true });
	for (const [index, text] of containers.entries())
		await writeFile(join(folder, `${index}.log`), text);
	const files = logFiles(join(root, "pods"));
	if (archived) await archiveLogs(files, query, join(root, "archive"));
	const { tally } = await writeEvents(
		database,
		archived ? archivedLogs(join(root, "archive")) : files,
		query,
		{
			folder: join(root, "tables"),
			run: "r",
			schemas: [...testSchemas, sentinel],
		},
	);
	await createViews(database, join(root, "tables"), "r");
	return {
		tally,
		ids: (
			await database.rows<{ msgId: number }>(
				"SELECT msgId FROM test_received ORDER BY line",
			)
		).map(({ msgId }) => msgId),
		beats: await database.rows(
			"SELECT line, position, container, lines FROM node_sentinel ORDER BY line",
		),
	};
}

test.each([
	["files", false],
	["an archive", true],
])(
	"from %s, a line that a container did not finish does not join the first line of the next one",
	async (_, archived) => {
		const { ids, tally, beats } = await written(
			[
				whole(received(21)) + part(received(2).slice(0, 40)),
				whole(received(22)) + whole(beat(1, "b")),
			],
			archived,
		);
		expect(ids).toEqual([21, 22]);
		expect(tally).toMatchObject({ lines: 4, eventCount: 3, continuations: 0 });
		expect(tally.unparsed).toMatchObject([
			{ reason: "the container ended in the middle of the line", count: 1 },
		]);
		expect(tally.balanced).toBe(true);
		expect(beats).toEqual([{ line: 4, position: 2, container: 1, lines: 1 }]);
	},
);

test("a line in parts continues in the next file of the same container", async () => {
	const folder = join(root, "pods", "n_relay-0_0a1b", "node");
	await mkdir(folder, { recursive: true });
	await writeFile(
		join(folder, "0.log.20260805-011520"),
		part(received(23).slice(0, 40)),
	);
	const { ids, tally } = await written([whole(received(23).slice(40))], false);
	expect(ids).toEqual([23]);
	expect(tally).toMatchObject({ lines: 2, continuations: 1, unparsedCount: 0 });
});

test("a line without an envelope that a container did not finish is not read", async () => {
	const { ids, tally } = await written(
		[`${received(24)}\n${received(2577).slice(0, 100)}`, `${received(26)}\n`],
		false,
	);
	expect(ids).toEqual([24, 26]);
	expect(tally).toMatchObject({ lines: 3, unparsedCount: 1 });
});

test("the parts of a long line count as one line before a sentinel", async () => {
	const long = "x".repeat(40);
	const { beats } = await written(
		[
			part(`${head} long ${long}`) +
				part(long) +
				`${at} stderr F a trace\n` +
				whole(long) +
				whole(beat(1, "a")),
		],
		false,
	);
	expect(beats).toEqual([{ line: 5, position: 2, container: 0, lines: 1 }]);
});

test("a line that a store has only the beginning of is not read: its last number may be wrong", async () => {
	const lines = [
		received(24),
		received(2577).replace(/77.*/, ""),
		received(26),
	];
	const { tally } = await writeEvents(
		database,
		{
			name: "a store",
			capabilities: { counts: false, times: false, remote: false },
			plan: async ({ start, end }) => [{ id: "all", start, end, part: "all" }],
			async *read() {
				const stream = {
					namespace: "n",
					pod: "relay-0",
					container: "",
					host: "",
				};
				yield { stream, lines, cut: [1] };
			},
		},
		query,
		{ folder: join(root, "tables"), run: "r", schemas: testSchemas },
	);
	await createViews(database, join(root, "tables"), "r");
	expect(await database.rows("SELECT line, msgId FROM test_received")).toEqual([
		{ line: 1, msgId: 24 },
		{ line: 3, msgId: 26 },
	]);
	expect(tally.unparsed).toMatchObject([{ reason: "line too long", count: 1 }]);
});
