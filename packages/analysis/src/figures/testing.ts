import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eventSchemas } from "../events/registry.ts";
import { logFiles } from "../sources/index.ts";
import {
	createViews,
	Database,
	type Row,
	TableWriter,
	tableFolder,
	writeEvents,
} from "../tables/index.ts";
import { deriveTables } from "./derive.ts";
import { readFigures } from "./figure.ts";
import { protocolFigures } from "./registry.ts";

/** A value that a scrape gave, seconds after the start. */
export type ScrapedSample = readonly [
	query: string,
	node: string,
	second: number,
	value: number,
];

const RUN = "hand-made";

/**
 * What the figures say about a run of hand-made lines: from text through the
 * parser and Parquet, as any run goes.
 *
 * @param lines of each node; `name-0` and the like
 */
export async function figuresOfLines(
	lines: Readonly<Record<string, readonly string[]>>,
	samples: readonly ScrapedSample[] = [],
): Promise<Readonly<Record<string, readonly Row[]>>> {
	const folder = await mkdtemp(join(tmpdir(), "figures-"));
	const database = await Database.open();
	try {
		const logs = join(folder, "logs");
		await mkdir(logs);
		for (const [node, mine] of Object.entries(lines)) {
			const text = mine.map((line) => `${line}\n`).join("");
			await writeFile(join(logs, `${node}.log`), text);
		}
		const workloads = new Set(
			Object.keys(lines).map((node) => node.replace(/-\d+$/, "")),
		);
		const { tally } = await writeEvents(
			database,
			logFiles(logs),
			{
				start: 0n,
				end: 2n ** 62n,
				namespace: "lab",
				workloads: [...workloads],
			},
			{ folder, run: RUN, schemas: eventSchemas },
		);
		if (tally.unparsedCount > 0 || tally.events.has("log")) {
			throw new Error(
				`a hand-made line is no event: ${JSON.stringify([...tally.events, tally.unparsed])}`,
			);
		}
		await writeSamples(database, folder, samples);
		await deriveTables(database, folder, RUN);
		const views = await createViews(database, folder, RUN);
		return await readFigures(database, protocolFigures, views);
	} finally {
		database.close();
		await rm(folder, { recursive: true, force: true });
	}
}

async function writeSamples(
	database: Database,
	folder: string,
	samples: readonly ScrapedSample[],
): Promise<void> {
	const writer = new TableWriter(
		database,
		tableFolder(folder, RUN, "samples"),
		{
			query: "text",
			series: "text",
			node: "text",
			time: "int64",
			value: "float64",
		},
	);
	await writer.append(
		{
			query: samples.map(([query]) => query),
			series: samples.map(([, node]) => node),
			node: samples.map(([, node]) => node),
			time: samples.map(([, , second]) => BigInt(second) * 1_000_000_000n),
			value: samples.map(([, , , value]) => value),
		},
		samples.length,
	);
	await writer.end();
}

/** `2026-08-05 01:15:` and so many seconds: the time of a hand-made line. */
export const at = (second: number): string =>
	`${new Date(1_785_892_500_000 + second * 1000).toISOString().replace("T", " ").replace("Z", "+00:00")}`;

/** A line of chronicles. */
export const nim = (
	second: number,
	message: string,
	fields: string,
	level = "INF",
): string => `${level} ${at(second)} ${message.padEnd(42)} ${fields}`;
