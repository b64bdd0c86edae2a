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
import type { MetricQuery, MetricSource } from "./metric-source.ts";

interface ArchivedQuery {
	/** Hash of the query. */
	readonly query: string;
	readonly name: string;
	readonly stepMs: number;
	readonly file: string;
	readonly points: number;
}

interface Manifest {
	readonly source: string;
	readonly answers: readonly ArchivedQuery[];
}

/** Labels, times in ns, and values; strings, since JSON has neither exact 63-bit integers nor NaN. */
type Line = [Readonly<Record<string, string>>, string[], string[]];

const hashOf = (query: MetricQuery): string =>
	contentHash({
		...query,
		start: String(query.start),
		end: String(query.end),
	});

/**
 * Saves the results of queries in a folder. Calling this again after a failure
 * runs only the missing queries.
 *
 * @returns points in the archive
 */
export async function archiveMetrics(
	source: MetricSource,
	queries: readonly MetricQuery[],
	folder: string,
	signal?: AbortSignal,
): Promise<number> {
	await mkdir(folder, { recursive: true });
	const wanted = new Set(queries.map(hashOf));
	const before = await readManifest<Manifest>(folder, "metrics").catch(
		() => undefined,
	);
	const answers = (before?.answers ?? []).filter(({ query }) =>
		wanted.has(query),
	);
	for (const query of queries) {
		const hash = hashOf(query);
		if (answers.some((one) => one.query === hash)) continue;
		const { name } = query.query;
		const file = `${name}.jsonl.gz`;
		const points = await saveResult(source, query, join(folder, file), signal);
		answers.push({ query: hash, name, stepMs: query.stepMs, file, points });
		await writeFileAtomically(
			join(folder, ARCHIVE),
			canonicalJson({ source: source.name, answers } satisfies Manifest),
		);
	}
	return answers.reduce((sum, { points }) => sum + points, 0);
}

async function saveResult(
	source: MetricSource,
	query: MetricQuery,
	path: string,
	signal?: AbortSignal,
): Promise<number> {
	let points = 0;
	async function* text() {
		for await (const { labels, times, values } of source.range(query, signal)) {
			points += times.length;
			const line: Line = [
				labels,
				Array.from(times, String),
				Array.from(values, String),
			];
			yield `${JSON.stringify(line)}\n`;
		}
	}
	await writeGzip(path, text());
	return points;
}

/** Opens an archive from `archiveMetrics`, which answers only the queries it was made with. */
export function archivedMetrics(folder: string): MetricSource {
	return {
		name: "archive",
		capabilities: { promql: false, remote: false },
		async *range(query) {
			const { answers } = await readManifest<Manifest>(folder, "metrics");
			const hash = hashOf(query);
			const answer = answers.find((one) => one.query === hash);
			if (answer === undefined) throw notArchived(folder, query, answers);
			let points = 0;
			for await (const lines of fileLines(join(folder, answer.file))) {
				for (const line of lines) {
					const [labels, times, values] = JSON.parse(line) as Line;
					points += times.length;
					yield {
						labels,
						times: BigInt64Array.from(times, BigInt),
						values: Float64Array.from(values, Number),
					};
				}
			}
			if (points === answer.points) return;
			throw new LabError({
				code: "broken-archive",
				what: `${answer.file} has ${points} points instead of ${answer.points}`,
				where: folder,
				help: "archive the run again",
				exit: exitCode.unavailable,
			});
		},
	};
}

function notArchived(
	folder: string,
	{ query, stepMs }: MetricQuery,
	answers: readonly ArchivedQuery[],
): LabError {
	const known = answers.find(({ name }) => name === query.name);
	return new LabError({
		code: "not-in-archive",
		what: `the archive does not contain '${query.name}' with a step of ${stepMs} ms`,
		where: folder,
		help:
			known === undefined
				? "archive the run again, with this query"
				: known.stepMs === stepMs
					? "the archive is for another time range; archive the run again"
					: `the archive has a step of ${known.stepMs} ms: use --step ${known.stepMs}ms`,
		exit: exitCode.unavailable,
	});
}
