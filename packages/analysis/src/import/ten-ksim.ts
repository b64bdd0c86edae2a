import { createHash } from "node:crypto";
import { createReadStream, existsSync } from "node:fs";
import { copyFile, mkdir, readFile, rm } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import {
	canonicalJson,
	contentHash,
	exitCode,
	LabError,
	writeFileAtomically,
} from "@lab/core";
import {
	type ImportedRun,
	importedRun,
	parseDocument,
	runFiles,
	runFolders,
} from "@lab/record";
import { type Analysed, buildLedger } from "../ledger/index.ts";
import { type Database, tableFolder, tablesOf } from "../tables/index.ts";
import { aboutOf } from "./about.ts";
import { findTenKsimRuns, type TenKsimRun } from "./find-runs.ts";
import { importMetrics } from "./import-metrics.ts";
import { partitionWindows } from "./partitions.ts";
import { readCsvs } from "./read-csvs.ts";
import { type Course, readCourse } from "./read-events.ts";
import { experimentOf, type Metadata, readMetadata } from "./read-metadata.ts";
import {
	messageFacts,
	nodeFacts,
	nodesWithoutRow,
	noteUnpublished,
	windowsOf,
} from "./run-facts.ts";
import { timeOf } from "./time.ts";

export interface Imported {
	readonly analysed: Analysed;
	/** Facts that the folder lacks, and what was assumed instead. */
	readonly notes: readonly string[];
	/** Reasons why 10ksim declared the run invalid. */
	readonly invalid: readonly string[];
}

const SUMMARY = "analysis.json";

/** Folder of an imported run, with its tables and a copy of its source. */
export const importedFolder = (tables: string, run: string): string =>
	join(tables, `run=${run}`);

/**
 * Imports the only run of 10ksim below a folder.
 *
 * @param tables folder of the tables of all runs
 * @throws LabError `no-ten-ksim-run`, `several-ten-ksim-runs`, and as {@link importTenKsimRun}
 */
export async function importTenKsim(
	database: Database,
	folder: string,
	tables: string,
): Promise<Imported> {
	const [run, ...others] = await findTenKsimRuns(folder);
	if (run === undefined || others.length > 0) {
		throw new LabError({
			code: "several-ten-ksim-runs",
			what: `${folder} has several runs: ${[run, ...others].map((one) => one?.folder).join(", ")}`,
			where: folder,
			help: "pass the folder of one of them",
			exit: exitCode.wrongInput,
		});
	}
	return importTenKsimRun(database, run, tables);
}

/**
 * Imports a run of 10ksim into tables, with a copy of its files, so that it can be
 * analysed again.
 *
 * @throws LabError `bad-ten-ksim-csv`, `bad-ten-ksim-metadata`, `invalid-json`
 */
export async function importTenKsimRun(
	database: Database,
	source: TenKsimRun,
	tables: string,
): Promise<Imported> {
	const notes = [...source.notes];
	const metadata = await readMetadata(
		source.metadata ?? join(source.folder, "metadata.json"),
		notes,
	);
	const course = await readCourse(source.events, notes);
	const run = await runIdOf(source, metadata, course);
	const about: ImportedRun = {
		run,
		experiment: experimentOf(metadata) ?? "10ksim",
		from: "10ksim",
		plan: planOf(metadata),
		source: source.folder,
		notes,
		invalid: [...course.invalid],
	};
	const place = importedFolder(tables, run);
	await mkdir(place, { recursive: true });
	await rm(join(place, runFiles.imported), { force: true });
	await copySource(source, join(place, runFolders.source));
	const analysed = await buildTables(database, {
		source,
		tables,
		place,
		about,
		metadata,
		course,
	});
	await writeFileAtomically(
		join(place, runFiles.imported),
		canonicalJson(about),
	);
	return { analysed, notes, invalid: about.invalid };
}

/** Whether a folder holds an imported run. */
export const isImported = (folder: string): boolean =>
	existsSync(join(folder, runFiles.imported));

export const readImported = async (folder: string): Promise<ImportedRun> =>
	parseDocument(
		importedRun,
		await readFile(join(folder, runFiles.imported), "utf8"),
		join(folder, runFiles.imported),
	);

/**
 * Returns the tables of an imported run; builds them from its source if they do
 * not exist.
 *
 * @param again builds them even if they exist
 */
export async function analysedImport(
	database: Database,
	folder: string,
	{ again = false }: { readonly again?: boolean | undefined } = {},
): Promise<Analysed> {
	const about = await readImported(folder);
	const place = resolve(folder);
	// An archived run has no tables, and may have any name.
	const tables =
		basename(place) === `run=${about.run}`
			? dirname(place)
			: join(place, runFolders.tables);
	const summary = join(tables, `run=${about.run}`, SUMMARY);
	if (
		!again &&
		existsSync(summary) &&
		(await tablesOf(tables, about.run)).includes("ledger")
	) {
		const before = JSON.parse(await readFile(summary, "utf8")) as Analysed;
		// An earlier release did not keep what was run: it read no outages either.
		if (before.about !== undefined) return { ...before, folder, tables };
	}
	const [source] = await findTenKsimRuns(join(place, runFolders.source));
	const notes: string[] = [];
	return buildTables(database, {
		source: source as TenKsimRun,
		tables,
		place,
		about,
		metadata: await readMetadata(
			join(place, runFolders.source, "metadata.json"),
			notes,
		),
		course: await readCourse(source?.events, notes),
	});
}

interface TablesInput {
	readonly source: TenKsimRun;
	readonly tables: string;
	/** Folder of the run. */
	readonly place: string;
	readonly about: ImportedRun;
	readonly metadata: Metadata;
	readonly course: Course;
}

async function buildTables(
	database: Database,
	{ source, tables, place, about, metadata, course }: TablesInput,
): Promise<Analysed> {
	const { run, notes } = about;
	for (const table of await tablesOf(tables, run))
		await rm(tableFolder(tables, run, table), { recursive: true, force: true });
	const csvs = await readCsvs(database, source, notes);
	const nodes = await nodeFacts(database, metadata, notes);
	const messages = await messageFacts(database, csvs, nodes, notes);
	noteUnpublished(course, messages, notes);
	const samples = await importMetrics(
		database,
		tables,
		run,
		source.metrics,
		notes,
	);
	await buildLedger(database, {
		folder: tables,
		facts: {
			run,
			nodes,
			messages,
			gaps: course.outages.map((outage) => ({ ...outage, reason: "pod down" })),
			windows: [
				...windowsOf(metadata, notes),
				...partitionWindows(course.partitions),
			],
		},
		receipts: "imported_receipts",
	});
	const analysed: Analysed = {
		run,
		folder: place,
		experiment: about.experiment,
		tables,
		lineCount: {
			lines: csvs.rows,
			unpacked: 0,
			events: csvs.rows - csvs.withoutId,
			continuations: 0,
			unparsed: csvs.withoutId,
			reasons:
				csvs.withoutId === 0
					? []
					: [
							{
								reason: "10ksim could not read the id",
								count: csvs.withoutId,
								samples: [],
							},
						],
			cut: 0,
			withoutLog: await nodesWithoutRow(database, nodes),
		},
		...(Object.keys(samples).length > 0 && { samples }),
		plan: about.plan,
		about: aboutOf(metadata, course),
		notes: [...new Set(notes)],
		invalid: about.invalid,
	};
	await writeFileAtomically(
		join(tables, `run=${run}`, SUMMARY),
		canonicalJson(analysed),
	);
	return analysed;
}

/** Start, experiment and a hash of the files: the same run has the same id wherever its folder is. */
async function runIdOf(
	source: TenKsimRun,
	{ stack, ...metadata }: Metadata,
	course: Course,
): Promise<string> {
	const at = timeOf(course.start ?? "") ?? timeOf(stack.start ?? "");
	const stamp =
		at === undefined
			? []
			: [
					new Date(Number(at / 1_000_000n))
						.toISOString()
						.slice(0, 19)
						.replaceAll(/[-:]/g, "")
						.replace("T", "-"),
				];
	const name = (experimentOf({ stack, ...metadata }) ?? basename(source.folder))
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, "-")
		.replace(/^-|-$/g, "")
		.slice(0, 32);
	const hash = createHash("sha256");
	for (const path of [
		source.received,
		source.sent,
		source.metadata,
		source.events,
	]) {
		hash.update(path === undefined ? "absent" : "present");
		if (path === undefined) continue;
		for await (const chunk of createReadStream(path)) hash.update(chunk);
	}
	return [...stamp, name, hash.digest("hex").slice(0, 8)].join("-");
}

/** Hash of what was run, as far as it is known. */
const planOf = ({ experiment = "", params, stack }: Metadata): string =>
	contentHash({ experiment, params, sets: [...stack.sets] });

/** Copies the files of a run as 10ksim would lay them out for one run. */
async function copySource(source: TenKsimRun, to: string): Promise<void> {
	if (resolve(source.folder) === resolve(to)) return;
	await rm(to, { recursive: true, force: true });
	await mkdir(to, { recursive: true });
	const { received, sent, metadata, events } = source;
	for (const path of [received, sent, metadata, events]) {
		if (path !== undefined) await copyFile(path, join(to, basename(path)));
	}
	for (const { query, path } of source.metrics) {
		await mkdir(join(to, query), { recursive: true });
		await copyFile(path, join(to, query, basename(path)));
	}
}
