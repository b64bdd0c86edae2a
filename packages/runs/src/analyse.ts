import { existsSync } from "node:fs";
import { basename, dirname, isAbsolute, join } from "node:path";
import {
	analysedImport,
	importedFolder,
	isImported,
	readImported,
} from "@lab/analysis/import";
import {
	type Analysed,
	type AnalyseOptions,
	analysedBefore,
	analyseRun,
	ownStack,
	readRun,
} from "@lab/analysis/ledger";
import type { Stack } from "@lab/analysis/sources";
import { Database, runsOf } from "@lab/analysis/tables";
import {
	assertNoFaults,
	type Duration,
	exitCode,
	LabError,
	toMilliseconds,
} from "@lab/core";
import { protocols } from "@lab/protocols";
import { runFiles, runFolders } from "@lab/record";
import { checkDataset, listRuns, readDataset, runFolder } from "@lab/runner";
import type { Context } from "./context.ts";
import { stackNamed, storesOf } from "./stack.ts";

/** Settings that override those of the run. */
export interface AnalysisRequest {
	/** `vaclab`, `local`, or a file. @default the run's files, or the stores that the run used */
	readonly stack?: string | undefined;
	/** Interval between metric samples. @default the run's scrape interval */
	readonly step?: Duration | undefined;
	/** Range of rate(). @default 121s, like 10ksim */
	readonly rateWindow?: Duration | undefined;
	/** Rebuilds the tables even if they exist. */
	readonly again?: boolean | undefined;
}

type AnalysisContext = Pick<Context, "root" | "progress" | "signal">;

/** Folder of the imported runs and their tables, in the repository. */
export const importedRuns = (root: string): string =>
	join(root, ".lab/imported");

/**
 * Folder of a run, given by its path, its id, a part of its id that no other run
 * has, or `last` for the most recent run of ours.
 *
 * @throws LabError `no-run`, `several-runs`
 */
export async function findRunFolder(
	root: string,
	name: string,
): Promise<string> {
	const path = isAbsolute(name) ? name : join(process.cwd(), name);
	const own = join(root, ".lab/runs");
	const places = [
		path,
		join(own, name),
		importedFolder(importedRuns(root), name),
	];
	const exact = places.find(isRun);
	if (exact !== undefined) return exact;
	const ids = await listRuns(join(root, ".lab"));
	const imported = await runsOf(importedRuns(root));
	const named =
		name === "last"
			? ids.slice(-1).map((id) => join(own, id))
			: [
					...ids.map((id) => ({ id, place: join(own, id) })),
					...imported.map((id) => ({
						id,
						place: importedFolder(importedRuns(root), id),
					})),
				]
					.filter(({ id }) => id.includes(name))
					.map(({ place }) => place);
	const found = named.filter(isRun);
	const [only, ...others] = found;
	if (only !== undefined && others.length === 0) return only;
	if (only !== undefined) {
		throw new LabError({
			code: "several-runs",
			what: `${found.length} runs match '${name}'`,
			where: found.map((one) => basename(one)).join(", "),
			help: "give the whole id of one of them, or a longer part of it",
			exit: exitCode.wrongInput,
		});
	}
	const foreign = ["metadata.json", "events.log", "received.csv"].some((file) =>
		existsSync(join(path, file)),
	);
	throw new LabError({
		code: "no-run",
		what: foreign
			? `'${name}' is a run of 10ksim, not of the lab`
			: name === "last"
				? "there is no run yet"
				: `there is no run '${name}'`,
		where: places.join(", "),
		help: foreign
			? `import it with 'pnpm analyze import ${name}', and give the id that this prints`
			: "give the folder of a run, an id from 'pnpm experiment list', a part of an id, or 'last'",
	});
}

const isRun = (place: string): boolean =>
	existsSync(join(place, runFiles.plan)) ||
	isImported(place) ||
	existsSync(join(place, runFolders.tables));

/** The imported run in a folder, or the only one whose tables the folder holds. */
export async function importedIn(folder: string): Promise<string | undefined> {
	if (isImported(folder)) return folder;
	if (existsSync(join(folder, runFiles.plan))) return undefined;
	const tables = join(folder, runFolders.tables);
	const places = (await runsOf(tables))
		.map((run) => importedFolder(tables, run))
		.filter(isImported);
	return places.length === 1 ? places[0] : undefined;
}

/** Settings of an analysis: those requested, otherwise those of the run. */
export async function analysisSettings(
	folder: string,
	{ stack, step, rateWindow }: AnalysisRequest,
	{ root, progress, signal }: AnalysisContext,
): Promise<AnalyseOptions & { readonly stack: Stack }> {
	const { plan, facts } = await readRun(folder);
	return {
		signal,
		stack:
			stack !== undefined
				? await stackNamed(stack, root)
				: await ownStack(folder, plan.namespace, await storesOf(folder)),
		...(step && { stepMs: toMilliseconds(step) }),
		...(rateWindow && { rateWindow }),
		onStep: (text) => progress.step(`${facts.run}: ${text}`),
	};
}

/** Compares a run's files with its dataset. @throws LabError with every file that changed since the collection */
export async function checkFiles(folder: string): Promise<void> {
	const run = runFolder(dirname(dirname(folder)), basename(folder));
	if (!existsSync(join(folder, runFiles.dataset))) return;
	const here = {
		...run,
		path: folder,
		dataset: join(folder, runFiles.dataset),
	};
	assertNoFaults(await checkDataset(here, await readDataset(here)));
}

/** Tables of a run: existing ones if no setting is requested, otherwise new ones. */
export async function analysed(
	database: Database,
	name: string,
	request: AnalysisRequest,
	context: AnalysisContext,
): Promise<Analysed> {
	const folder = await findRunFolder(context.root, name);
	const imported = await importedIn(folder);
	if (imported !== undefined)
		return analysedFromImport(database, imported, request);
	const { facts } = await readRun(folder);
	const overridden = Object.values(request).some(
		(value) => value !== undefined,
	);
	const existing = overridden
		? undefined
		: await analysedBefore(folder, facts.run);
	if (existing !== undefined) return existing;
	const settings = await analysisSettings(folder, request, context);
	if (request.stack === undefined) await checkFiles(folder);
	return analyseRun(database, folder, protocols, settings);
}

/** Tables of an imported run. @throws LabError `imported-run` if a setting needs logs or stores */
async function analysedFromImport(
	database: Database,
	folder: string,
	{ again, stack, step, rateWindow }: AnalysisRequest,
): Promise<Analysed> {
	const settings = { stack, step, "rate-window": rateWindow };
	const [setting] = Object.entries(settings).flatMap(([name, value]) =>
		value === undefined ? [] : [name],
	);
	if (setting !== undefined) {
		const { run, from } = await readImported(folder);
		throw new LabError({
			code: "imported-run",
			what: `${run} was imported from ${from}: it has neither logs nor stores to read again`,
			where: `--${setting}`,
			help: "leave the option out",
			exit: exitCode.wrongInput,
		});
	}
	await checkFiles(folder);
	return analysedImport(database, folder, { again });
}

/** Passes an open database to `work` and always closes it afterwards. */
export async function withDatabase<T>(
	work: (database: Database) => Promise<T>,
): Promise<T> {
	const database = await Database.open();
	try {
		return await work(database);
	} finally {
		database.close();
	}
}
