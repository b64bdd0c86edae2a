import { createHash } from "node:crypto";
import { createReadStream, existsSync } from "node:fs";
import { copyFile, mkdir, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { canonicalJson, writeFileAtomically } from "@lab/core";
import {
	type Dataset,
	type DatasetFile,
	dataset as datasetSchema,
	parseDocument,
} from "@lab/record";
import { fileLines } from "../sources/_file-lines.ts";
import {
	ARCHIVE,
	archiveLogs,
	archiveMetrics,
	logsOf,
	metricsOf,
	type Stack,
} from "../sources/index.ts";
import type { AnalyseOptions } from "./analyse-run.ts";
import { ownStack } from "./own-stack.ts";
import { readRun } from "./read-run.ts";
import { logQueryOf, metricQueriesOf } from "./run-queries.ts";

export interface ArchivedRun {
	readonly run: string;
	readonly folder: string;
	/** Lines of log. */
	readonly lines: number;
	/** Points of metrics; absent: the stack has none. */
	readonly points?: number;
	readonly dataset: Dataset;
}

/** What a run remembers of itself, and what each file is to its dataset. */
const documents: readonly Pick<DatasetFile, "path" | "content" | "format">[] = [
	{ path: "plan.json", content: "plan", format: "json" },
	{ path: "events.jsonl", content: "events", format: "jsonl" },
	{ path: "publishes.jsonl", content: "publishes", format: "jsonl" },
	{ path: "windows.json", content: "windows", format: "json" },
	{ path: "nodes.json", content: "nodes", format: "json" },
];

/** Not part of what is measured: how the run ended, for people. */
const answers = ["verdict.json", "run.json"];

/**
 * Copies a run into a folder that needs no server any more: plan, events, all
 * lines and all answers about metrics, each file with its hash. The folder is
 * a run itself: it is analysed like one. Called again it goes on.
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
	const logs = join(to, "logs");
	const lines = await archiveLogs(
		logsOf(stack),
		logQueryOf(run),
		logs,
		options,
	);
	const source = metricsOf(stack);
	const metrics = join(to, "metrics");
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
		if (existsSync(join(to, one.path))) files.push(await described(to, one));
	}
	files.push(...(await archived(to, "logs")));
	if (source) files.push(...(await archived(to, "metrics")));
	const dataset: Dataset = {
		run: run.facts.run,
		files,
		missing: await missingOf(folder),
	};
	await writeFileAtomically(join(to, "dataset.json"), canonicalJson(dataset));
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
	const names = (await readdir(join(to, content))).filter(
		(name) => name === ARCHIVE || name.endsWith(".jsonl.gz"),
	);
	return Promise.all(
		names.sort().map((name) =>
			described(to, {
				path: `${content}/${name}`,
				content,
				format: name === ARCHIVE ? "json" : "jsonl",
			}),
		),
	);
}

async function described(
	to: string,
	one: Pick<DatasetFile, "path" | "content" | "format">,
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

/** What the run itself could not bring home stays missing. */
async function missingOf(folder: string): Promise<Dataset["missing"]> {
	const path = join(folder, "dataset.json");
	return existsSync(path)
		? parseDocument(datasetSchema, await readFile(path, "utf8"), path).missing
		: [];
}
