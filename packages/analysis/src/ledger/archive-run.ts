import { createHash } from "node:crypto";
import { createReadStream, existsSync } from "node:fs";
import { copyFile, mkdir, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { canonicalJson, writeFileAtomically } from "@lab/core";
import {
	type Dataset,
	type DatasetFile,
	datasetDocuments,
	dataset as datasetSchema,
	type NamedFile,
	parseDocument,
	runFiles,
	runFolders,
} from "@lab/record";
import { fileLines } from "../sources/file-lines.ts";
import {
	ARCHIVE,
	archiveLogs,
	archiveMetrics,
	logSourceOf,
	metricSourceOf,
	type Stack,
} from "../sources/index.ts";
import type { AnalyseOptions } from "./analyse-run.ts";
import { ownStack } from "./own-stack.ts";
import { readRun } from "./read-run.ts";
import { logQueryOf, metricQueriesOf } from "./run-queries.ts";

export interface ArchivedRun {
	readonly run: string;
	readonly folder: string;
	/** Log lines. */
	readonly lines: number;
	/** Metric samples; absent if the stack has no metrics. */
	readonly points?: number;
	readonly dataset: Dataset;
}

/** Records of a run; including its events, since the run is over. */
const documents: readonly NamedFile[] = [
	...datasetDocuments,
	{ path: runFiles.events, content: "events", format: "jsonl" },
];

/** Files that are not part of the dataset: the outcome of the run, for people. */
const answers = [runFiles.verdict, runFiles.run];

/**
 * Copies a run into a folder that needs no servers: plan, events, all log lines
 * and the results of all metric queries, each file with its hash. The folder is
 * analysed like any run. Calling this again resumes an interrupted copy.
 */
export async function archiveRun(
	folder: string,
	to: string,
	options: AnalyseOptions = {},
): Promise<ArchivedRun> {
	const run = await readRun(folder);
	const stack: Stack =
		options.stack ?? (await ownStack(folder, run.plan.namespace));
	await mkdir(to, { recursive: true });
	for (const name of [...documents.map(({ path }) => path), ...answers]) {
		if (existsSync(join(folder, name)))
			await copyFile(join(folder, name), join(to, name));
	}
	options.onStep?.(`archiving logs from ${stack.logs.kind}`);
	const logs = join(to, runFolders.logs);
	const lines = await archiveLogs(
		logSourceOf(stack),
		logQueryOf(run),
		logs,
		options,
	);
	const source = metricSourceOf(stack);
	const metrics = join(to, runFolders.metrics);
	if (source) options.onStep?.(`archiving metrics from ${source.name}`);
	const points =
		source &&
		(await archiveMetrics(
			source,
			metricQueriesOf(run, options),
			metrics,
			options.signal,
		));
	options.onStep?.("hashing");
	const files: DatasetFile[] = [];
	for (const one of documents) {
		if (existsSync(join(to, one.path)))
			files.push(await describedFile(to, one));
	}
	files.push(...(await archived(to, "logs")));
	if (source) files.push(...(await archived(to, "metrics")));
	const dataset: Dataset = {
		run: run.facts.run,
		files,
		missing: await missingOf(folder),
	};
	await writeFileAtomically(join(to, runFiles.dataset), canonicalJson(dataset));
	return {
		run: run.facts.run,
		folder: to,
		lines,
		...(points !== undefined && { points }),
		dataset,
	};
}

async function archived(
	to: string,
	content: "logs" | "metrics",
): Promise<DatasetFile[]> {
	const names = (await readdir(join(to, runFolders[content]))).filter(
		(name) => name === ARCHIVE || name.endsWith(".jsonl.gz"),
	);
	return Promise.all(
		names.sort().map((name) =>
			describedFile(to, {
				path: `${runFolders[content]}/${name}`,
				content,
				format: name === ARCHIVE ? "json" : "jsonl",
			}),
		),
	);
}

/** Describes a file of a dataset: its size, its number of lines and its hash. */
export async function describedFile(
	to: string,
	one: NamedFile,
): Promise<DatasetFile> {
	const path = join(to, one.path);
	const hash = createHash("sha256");
	let bytes = 0;
	for await (const chunk of createReadStream(path)) {
		hash.update(chunk);
		bytes += (chunk as Buffer).length;
	}
	let rows = 0;
	for await (const lines of fileLines(path)) rows += lines.length;
	return { ...one, bytes, rows, sha256: hash.digest("hex") };
}

/** Returns the files that the run itself could not collect. */
async function missingOf(folder: string): Promise<Dataset["missing"]> {
	const path = join(folder, runFiles.dataset);
	return existsSync(path)
		? parseDocument(datasetSchema, await readFile(path, "utf8"), path).missing
		: [];
}
