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
import { lostLines } from "./log-gaps.ts";

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

/** Returns the gaps that the sentinels of one node show, which it writes at seconds 1, 2, 3, ... */
async function gapsOf(beats: readonly Beat[]) {
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
