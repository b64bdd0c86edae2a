import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import {
	canonicalJson,
	contentHash,
	exitCode,
	LabError,
	writeFileAtomically,
} from "@lab/core";
import { ARCHIVE, readManifest, writeGzip } from "./_archive.ts";
import { fileLines } from "./file-lines.ts";
import type {
	LogBatch,
	LogQuery,
	LogSlice,
	LogSource,
	LogStream,
} from "./log-source.ts";
import { checkQuery, type ReadOptions, readLogs } from "./read-logs.ts";

interface Archived {
	readonly id: string;
	readonly part: string;
	readonly start: string;
	readonly end: string;
	readonly lines: number;
	readonly file: string;
}

interface Manifest {
	/** Fingerprint of the query, the only one that the archive can answer. */
	readonly query: string;
	readonly source: string;
	readonly complete: boolean;
	readonly slices: readonly Archived[];
}

const fingerprint = (query: LogQuery): string =>
	contentHash({
		...query,
		start: String(query.start),
		end: String(query.end),
	});

/**
 * Copies the result of a query into a folder, slice by slice. Calling this again
 * after a failure reads only the missing slices.
 *
 * @returns lines in the archive
 */
export async function archiveLogs(
	source: LogSource,
	query: LogQuery,
	folder: string,
	options: ReadOptions = {},
): Promise<number> {
	checkQuery(query);
	const before = await readManifest<Manifest>(folder, "logs").catch(
		() => undefined,
	);
	const held = before?.query === fingerprint(query) ? [...before.slices] : [];
	const save = (complete: boolean) =>
		writeFileAtomically(
			join(folder, ARCHIVE),
			canonicalJson({
				query: fingerprint(query),
				source: source.name,
				complete,
				slices: held,
			} satisfies Manifest),
		);
	await mkdir(folder, { recursive: true });
	const done = new Set(held.map(({ id }) => id));
	for await (const { slice, batches } of readLogs(source, query, {
		...options,
		done,
	})) {
		const file = `${contentHash(slice.id).slice(0, 16)}.jsonl.gz`;
		const lines = await writeSlice(join(folder, file), batches);
		held.push({
			id: slice.id,
			part: slice.part,
			start: String(slice.start),
			end: String(slice.end),
			lines,
			file,
		});
		await save(false);
	}
	await save(true);
	return held.reduce((sum, { lines }) => sum + lines, 0);
}

async function writeSlice(
	path: string,
	batches: AsyncIterable<LogBatch> | Iterable<LogBatch>,
): Promise<number> {
	let lines = 0;
	async function* text() {
		for await (const batch of batches) {
			lines += batch.lines.length;
			yield `${JSON.stringify(batch.stream)}\n${batch.lines
				.map((line, index) => JSON.stringify(asHeld(batch, index, line)))
				.join("\n")}\n`;
		}
	}
	await writeGzip(path, text());
	return lines;
}

/** Opens an archive from `archiveLogs`, which answers only the query it was made with. */
export function archivedLogs(folder: string): LogSource {
	return {
		name: "archive",
		capabilities: { counts: true, times: true, remote: false },

		async plan(query) {
			const manifest = await readManifest<Manifest>(folder, "logs");
			if (!manifest.complete || manifest.query !== fingerprint(query)) {
				throw new LabError({
					code: "not-in-archive",
					what: manifest.complete
						? "the archive was made with another query"
						: "the archive is incomplete",
					where: folder,
					help: "archive the run again: finished slices are kept",
					exit: exitCode.unavailable,
				});
			}
			return manifest.slices.map(
				({ id, start, end, lines, file }): LogSlice => ({
					id,
					part: file,
					start: BigInt(start),
					end: BigInt(end),
					lines,
				}),
			);
		},

		async *read(_query, slice) {
			let lines = 0;
			let stream: LogStream | undefined;
			for await (const texts of fileLines(join(folder, slice.part))) {
				let held: Held[] = [];
				for (const text of texts) {
					const value = JSON.parse(text) as LogStream | Held;
					if (Array.isArray(value)) {
						held.push(value);
						continue;
					}
					if (stream && held.length > 0) yield unpack(stream, held);
					lines += held.length;
					held = [];
					stream = value;
				}
				if (stream && held.length > 0) yield unpack(stream, held);
				lines += held.length;
			}
			if (lines !== slice.lines) {
				throw new LabError({
					code: "broken-archive",
					what: `${slice.part} has ${lines} lines instead of ${slice.lines}`,
					where: folder,
					help: "archive the run again",
					exit: exitCode.unavailable,
				});
			}
		},
	};
}

/** A line as the archive keeps it, with its time, and 1 if it was cut. */
type Held = [line: string, time?: string | null, cut?: 1];

function asHeld({ times, cut }: LogBatch, index: number, line: string): Held {
	const time = times === undefined ? undefined : String(times[index]);
	if (cut?.includes(index)) return [line, time ?? null, 1];
	return time === undefined ? [line] : [line, time];
}

function unpack(stream: LogStream, held: readonly Held[]): LogBatch {
	const cut = [...held.keys()].filter((index) => held[index]?.[2] === 1);
	return {
		stream,
		lines: held.map(([line]) => line),
		...(held[0]?.[1] != null && {
			times: BigInt64Array.from(held, ([, time]) => BigInt(time ?? 0)),
		}),
		...(cut.length > 0 && { cut }),
	};
}
