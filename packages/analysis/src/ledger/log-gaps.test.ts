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
import { lostLines, surplusLines } from "./log-gaps.ts";

let database: Database;
let folder: string;
let runs = 0;
beforeAll(async () => {
	database = await Database.open();
	folder = await mkdtemp(join(tmpdir(), "log-gaps-"));
});
afterAll(async () => {
	database.close();
	await rm(folder, { recursive: true, force: true });
});

type Beat = readonly [
	container: number,
	boot: string,
	position: number,
	lines: number,
];

/** Writes the sentinels of one node, which it writes at seconds 1, 2, 3, ... */
async function write(beats: readonly Beat[]): Promise<void> {
	const run = `r${runs++}`;
	const writer = new TableWriter(
		database,
		tableFolder(folder, run, "node.sentinel"),
		{
			stream: "text",
			time: "int64",
			container: "int64",
			boot: "text",
			position: "int64",
			lines: "int64",
		},
	);
	await writer.append(
		{
			stream: beats.map(() => "relay-0"),
			time: beats.map((_, index) => BigInt(index + 1)),
			container: beats.map(([container]) => BigInt(container)),
			boot: beats.map(([, boot]) => boot),
			position: beats.map(([, , position]) => BigInt(position)),
			lines: beats.map(([, , , lines]) => BigInt(lines)),
		},
		beats.length,
	);
	await writer.end();
	await createViews(database, folder, run);
}

/** Returns the gaps that the sentinels of one node show. */
async function gapsOf(beats: readonly Beat[]) {
	await write(beats);
	return (await lostLines(database)).map(({ start, end, reason, lost }) => [
		Number(start),
		Number(end),
		reason,
		lost,
	]);
}

const UNSURE = "restart: lines may be lost";

test.each<[string, Beat[], (string | number)[][]]>([
	[
		"all lines arrived",
		[
			[0, "a", 10, 9],
			[0, "a", 20, 19],
		],
		[],
	],
	[
		"3 lines of an interval are lost",
		[
			[0, "a", 10, 9],
			[0, "a", 17, 19],
		],
		[[1, 2, "log gap", 3]],
	],
	[
		"3 lines before the first sentinel are lost",
		[[0, "a", 7, 9]],
		[[0, 1, "log gap", 3]],
	],
	[
		"3 lines are lost just after a restart",
		[
			[0, "a", 19, 18],
			[0, "b", 36, 19],
		],
		[[1, 2, "log gap", 3]],
	],
	[
		"lines of the earlier boot may hide lost ones",
		[
			[0, "a", 19, 18],
			[0, "b", 42, 19],
		],
		[[1, 2, UNSURE, 0]],
	],
	[
		"no line may be lost at a restart, or as many as the earlier boot still wrote",
		[
			[0, "a", 19, 18],
			[0, "b", 39, 19],
		],
		[[1, 2, UNSURE, 0]],
	],
	[
		"the earlier boot wrote no sentinel",
		[[0, "b", 25, 19]],
		[[0, 1, UNSURE, 0]],
	],
	[
		"a new container wrote all its lines, but the last lines of the earlier one are in no count",
		[
			[0, "a", 19, 18],
			[1, "b", 20, 19],
		],
		[[1, 2, UNSURE, 0]],
	],
	[
		"a new container begins with a sentinel: only the time before it is in doubt",
		[
			[0, "a", 19, 18],
			[1, "b", 1, 0],
			[1, "b", 20, 19],
		],
		[[1, 2, UNSURE, 0]],
	],
	[
		"3 lines of a new container are lost",
		[
			[0, "a", 19, 18],
			[1, "b", 17, 19],
		],
		[[1, 2, "log gap", 3]],
	],
])("%s", async (_, beats, gaps) => {
	expect(await gapsOf(beats)).toEqual(gaps);
});

test.each<[string, Beat[], number]>([
	[
		"no line is too many",
		[
			[0, "a", 1, 0],
			[0, "a", 11, 10],
			[0, "b", 12, 0],
			[0, "b", 22, 10],
			[1, "c", 1, 0],
			[1, "c", 8, 7],
		],
		0,
	],
	[
		"lines of another node are between two sentinels",
		[
			[0, "a", 1, 0],
			[0, "a", 15, 10],
			[0, "a", 25, 20],
		],
		4,
	],
	[
		"the whole log is there twice",
		[
			[0, "a", 1, 0],
			[0, "a", 11, 10],
			[0, "a", 12, 0],
			[0, "a", 22, 10],
		],
		2,
	],
	[
		"the end of the log is there twice",
		[
			[0, "a", 1, 0],
			[0, "a", 11, 10],
			[0, "a", 21, 20],
			[0, "a", 31, 20],
		],
		1,
	],
])("%s", async (_, beats, lines) => {
	await write(beats);
	expect(await surplusLines(database)).toEqual(
		lines === 0 ? [] : [{ node: "relay-0", lines }],
	);
	// A log that is there twice is not lost too.
	expect((await lostLines(database)).filter(({ lost }) => lost > 0)).toEqual(
		[],
	);
});
