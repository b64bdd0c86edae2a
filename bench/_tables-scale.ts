/**
 * Converts log files to Parquet: `<task> <folder> <lines>`. The task `make` writes
 * the log files, `tables` parses them, `regexes` lets DuckDB parse them.
 */

import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { logFiles } from "@lab/analysis/sources";
import { Database, literal, writeEvents } from "@lab/analysis/tables";
import { eventSchemas } from "@lab/protocols";
import { libp2pLines } from "./analysis/corpus.ts";

const PODS = 20;
const [task, folder = "", count = "0"] = process.argv.slice(2);
const lines = Number(count);
const logs = join(folder, "logs");

if (task === "make") {
	await mkdir(logs, { recursive: true });
	for (let pod = 0; pod < PODS; pod++) {
		await pipeline(
			Readable.from(blocks(libp2pLines(lines / PODS, pod + 1))),
			createWriteStream(join(logs, `pod-${pod}.log`)),
		);
	}
} else if (task === "tables") {
	const database = await Database.open({ memoryMb: 200, threads: 1 });
	const { tally } = await writeEvents(
		database,
		logFiles(logs),
		{ start: 0n, end: 2n ** 62n, namespace: "bench", workloads: ["pod"] },
		{ folder: join(folder, "tables"), run: "bench", schemas: eventSchemas },
	);
	database.close();
	if (!tally.balanced || tally.lines !== lines || tally.unparsedCount > 0)
		throw new Error(`${tally.lines} of ${lines} lines`);
} else {
	const database = await Database.open({ memoryMb: 200, threads: 1 });
	await database.run(`
		COPY (
			SELECT CAST(found.id AS BIGINT) AS id, CAST(found.sent AS BIGINT) AS sent,
				CAST(found.current AS BIGINT) AS current, CAST(found.delay AS BIGINT) AS delay
			FROM (
				SELECT regexp_extract(line, 'Received message.*?msgId=(\\d+).*?sentAt=(\\d+).*?current=(\\d+).*?delayMs=(-?\\d+)', ['id', 'sent', 'current', 'delay']) AS found
				FROM read_csv(${literal(join(logs, "*.log"))}, columns = {'line': 'VARCHAR'}, delim = '\\0', quote = '', escape = '', header = false, auto_detect = false)
			) WHERE found.id <> ''
		) TO ${literal(join(folder, "regexes.parquet"))} (FORMAT parquet, COMPRESSION zstd)`);
	database.close();
}

/** Joins lines into blocks of 10,000. */
function* blocks(given: Iterable<string>): Generator<string> {
	let held: string[] = [];
	for (const line of given) {
		held.push(line);
		if (held.length === 10_000) {
			yield `${held.join("\n")}\n`;
			held = [];
		}
	}
	if (held.length > 0) yield `${held.join("\n")}\n`;
}
