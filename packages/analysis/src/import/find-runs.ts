import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { basename, dirname, join, relative, resolve } from "node:path";
import { exitCode, LabError } from "@lab/core";
import { runQueries } from "@lab/signals";
import { experimentOf, readMetadata } from "./read-metadata.ts";

/** Files of one run of 10ksim. */
export interface TenKsimRun {
	readonly folder: string;
	/** Deliveries, one row per log line. */
	readonly received: string;
	readonly sent?: string;
	readonly metadata?: string;
	readonly events?: string;
	/** CSVs of metrics, by the names of our queries. */
	readonly metrics: readonly MetricFile[];
	/** What was left out and why. */
	readonly notes: readonly string[];
}

export interface MetricFile {
	readonly query: string;
	readonly path: string;
}

const METADATA = "metadata.json";
const EVENTS = "events.log";
const RECEIVED = "received.csv";
const SENT = "sent.csv";

/**
 * Finds the runs of 10ksim below a folder, in order of their paths. Metrics are
 * outside the folders of their runs, one file per run: a file belongs to the run
 * it is named after, or to the only run there is.
 *
 * @throws LabError `no-ten-ksim-run`, `several-ten-ksim-runs`
 */
export async function findTenKsimRuns(folder: string): Promise<TenKsimRun[]> {
	const root = resolve(folder);
	const files = await filesBelow(root);
	const received = files.filter((path) => basename(path) === RECEIVED);
	if (received.length === 0) {
		throw new LabError({
			code: "no-ten-ksim-run",
			what: `${folder} has no ${RECEIVED}, which lists the deliveries`,
			where: folder,
			help: "pass the output folder of a run that 10ksim has analysed: its analyzers write analysis_data/summary/received.csv",
			exit: exitCode.wrongInput,
		});
	}
	const byFolder = grouped(received, (path) => folderOf(root, path));
	for (const [place, paths] of byFolder) {
		if (paths.length === 1) continue;
		throw new LabError({
			code: "several-ten-ksim-runs",
			what: `${place} has ${paths.length} lists of deliveries: ${paths.map((path) => relative(root, path)).join(", ")}`,
			where: place,
			help: "import one at a time: pass the folder that has only one of them",
			exit: exitCode.wrongInput,
		});
	}
	const folders = [...byFolder.keys()].sort();
	const names = await Promise.all(folders.map(namesOf));
	const unread = files
		.filter((path) => [METADATA, EVENTS].includes(basename(path)))
		.map(dirname)
		.filter((place) => !byFolder.has(place));
	const left = [...new Set(unread)]
		.filter((place) => place !== root)
		.map(
			(place) =>
				`${relative(root, place)} has no ${RECEIVED}: it is not imported`,
		);
	const metrics = metricFiles(root, files);
	return folders.map((place, index): TenKsimRun => {
		const notes = [...left];
		const [path] = byFolder.get(place) as [string];
		const sent = join(dirname(path), SENT);
		const metadata = join(place, METADATA);
		const events = join(place, EVENTS);
		return {
			folder: place,
			received: path,
			...(existsSync(sent) && { sent }),
			...(existsSync(metadata) && { metadata }),
			...(existsSync(events) && { events }),
			metrics: metricsOf(index, folders, names, metrics, notes),
			notes,
		};
	});
}

async function filesBelow(root: string): Promise<string[]> {
	const entries = await readdir(root, {
		recursive: true,
		withFileTypes: true,
	}).catch((error: NodeJS.ErrnoException) => {
		throw new LabError({
			code: "no-ten-ksim-run",
			what:
				error.code === "ENOTDIR"
					? `${root} is a file, not the output folder of a run`
					: `${root} cannot be read: ${error.message}`,
			where: root,
			help: "pass the output folder of a run of 10ksim",
			exit: exitCode.wrongInput,
			cause: error,
		});
	});
	return entries
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name))
		.sort();
}

/** Folder of the run that a list of deliveries belongs to: the nearest with records of a run. */
function folderOf(root: string, received: string): string {
	let place = dirname(received);
	for (;;) {
		if ([METADATA, EVENTS].some((name) => existsSync(join(place, name))))
			return place;
		if (place === root) break;
		place = dirname(place);
	}
	const own = dirname(received);
	const run = join(own, "../..");
	return /(^|\/)analysis_data\/summary$/.test(own) &&
		!relative(root, run).startsWith("..")
		? run
		: own;
}

/** Names that 10ksim may give to the metrics of a run, the most specific first. */
async function namesOf(folder: string): Promise<string[]> {
	const metadata = await readMetadata(join(folder, METADATA), []);
	return [
		basename(folder),
		metadata.stack.name,
		metadata.muxer,
		experimentOf(metadata),
	].filter((name) => name !== undefined);
}

function metricFiles(root: string, files: readonly string[]): MetricFile[] {
	return files.flatMap((path) => {
		const parts = relative(root, path).split("/").slice(0, -1);
		const known = runQueries.find(({ name }) => parts.includes(name));
		return known === undefined ? [] : [{ query: known.name, path }];
	});
}

function grouped<T>(
	items: readonly T[],
	keyOf: (item: T) => string,
): Map<string, T[]> {
	const groups = new Map<string, T[]>();
	for (const item of items) {
		const key = keyOf(item);
		groups.set(key, [...(groups.get(key) ?? []), item]);
	}
	return groups;
}

const stemOf = (path: string): string => basename(path).replace(/\.csv$/, "");

/** Metrics of the run at `index`; of those that may be another run's, none. */
function metricsOf(
	index: number,
	folders: readonly string[],
	names: readonly (readonly string[])[],
	files: readonly MetricFile[],
	notes: string[],
): MetricFile[] {
	const place = folders[index] as string;
	const own = new Set(
		(names[index] ?? []).filter((name) =>
			names.every((others, other) => other === index || !others.includes(name)),
		),
	);
	return [...grouped(files, ({ query }) => query)].flatMap(([query, all]) => {
		const inside = all.filter(({ path }) => path.startsWith(`${place}/`));
		const named = all.filter(({ path }) => own.has(stemOf(path)));
		if (folders.length === 1 && all.length === 1) return all;
		if (inside.length === 1) return inside;
		const [first] = (names[index] ?? []).flatMap((name) =>
			own.has(name) ? named.filter(({ path }) => stemOf(path) === name) : [],
		);
		if (first !== undefined) return [first];
		notes.push(
			`${query} is not imported: of ${all.map(({ path }) => basename(path)).join(", ")}, none is named after this run (${[...own].join(", ")})`,
		);
		return [];
	});
}
