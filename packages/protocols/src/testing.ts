import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readFigures } from "@lab/analysis/figures";
import { eventsOf, type Protocol } from "@lab/analysis/protocol";
import { reportFigures } from "@lab/analysis/report";
import { logFiles } from "@lab/analysis/sources";
import {
	createViews,
	Database,
	deriveTables,
	type Row,
	TableWriter,
	tableFolder,
	writeEvents,
} from "@lab/analysis/tables";
import { groupOf } from "@lab/record";
import { protocols } from "./registry.ts";

/** A scraped value; `second` is the time since the start of the run. */
export type ScrapedSample = readonly [
	query: string,
	node: string,
	second: number,
	value: number,
];

const RUN = "synthetic";

/**
 * Computes the figures of a run given as log lines, through the parser and
 * Parquet, like those of a real run.
 *
 * @param lines log lines by node, such as `relay-0`
 * @param of protocols that the nodes speak; @default every registered one
 */
export async function figuresOfLines(
	lines: Readonly<Record<string, readonly string[]>>,
	samples: readonly ScrapedSample[] = [],
	of: readonly Protocol[] = protocols,
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
		const workloads = new Set(Object.keys(lines).map((node) => groupOf(node)));
		const { tally } = await writeEvents(
			database,
			logFiles(logs),
			{
				start: 0n,
				end: 2n ** 62n,
				namespace: "lab",
				workloads: [...workloads],
			},
			{ folder, run: RUN, schemas: eventsOf(of) },
		);
		if (tally.unparsedCount > 0 || tally.events.has("log")) {
			throw new Error(
				`a test line was not parsed as an event: ${JSON.stringify([...tally.events, tally.unparsed])}`,
			);
		}
		await writeSamples(database, folder, samples);
		await deriveTables(database, folder, RUN, of);
		const views = await createViews(database, folder, RUN);
		return await readFigures(database, reportFigures(of), views);
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

/** Timestamp of a test line: `second` seconds after 2026-08-05 01:15:00. */
export const at = (second: number): string =>
	`${new Date(1_785_892_500_000 + second * 1000).toISOString().replace("T", " ").replace("Z", "+00:00")}`;

/** Log line in the format of chronicles. */
export const nim = (
	second: number,
	message: string,
	fields: string,
	level = "INF",
): string => `${level} ${at(second)} ${message.padEnd(42)} ${fields}`;
