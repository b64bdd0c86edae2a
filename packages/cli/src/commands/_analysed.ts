import { existsSync } from "node:fs";
import { basename, dirname, isAbsolute, join } from "node:path";
import {
	type Analysed,
	type AnalyseOptions,
	analysedBefore,
	analyseRun,
	ownStack,
	readRun,
} from "@lab/analysis/ledger";
import type { Stack } from "@lab/analysis/sources";
import { Database } from "@lab/analysis/tables";
import {
	assertNoFaults,
	type Duration,
	LabError,
	toMilliseconds,
} from "@lab/core";
import { checkDataset, readDataset, runFolder } from "@lab/runner";
import type { Input, Option } from "../command.ts";
import { stackNamed, storesOf } from "./_stack.ts";

/** Options of every command that reads runs. */
export const analysisOptions: readonly Option[] = [
	{
		flags: "--stack <name>",
		description:
			"where logs and metrics are: vaclab, local, or a file (default: the run's own files, or the stores it was run with)",
	},
	{
		flags: "--step <duration>",
		description:
			"distance of metric samples (default: the run's scrape interval)",
	},
	{
		flags: "--rate-window <duration>",
		description: "of rates (default: 121s, as 10ksim)",
	},
	{
		flags: "--again",
		description: "make the tables even where they are there",
	},
];

/** A run by its folder, or by its id below `.lab/runs`. */
export function findRun(root: string, name: string): string {
	const places = [
		isAbsolute(name) ? name : join(process.cwd(), name),
		join(root, ".lab/runs", name),
	];
	const found = places.find(
		(place) =>
			existsSync(join(place, "plan.json")) || existsSync(join(place, "tables")),
	);
	if (found === undefined) {
		throw new LabError({
			code: "no-run",
			what: `there is no run '${name}'`,
			where: places.join(", "),
			help: "name the folder of a run, or its id as 'pnpm experiment list' shows it",
		});
	}
	return found;
}

/** What the flags say of an analysis, and where nobody says it, what the run says. */
export async function settingsOf(
	folder: string,
	{ root, options, progress, signal }: Input,
): Promise<AnalyseOptions & { readonly stack: Stack }> {
	const { plan, facts } = await readRun(folder);
	const duration = (name: string) => {
		const text = options[name];
		return typeof text === "string" ? (text as Duration) : undefined;
	};
	const step = duration("step");
	const rateWindow = duration("rateWindow");
	return {
		signal,
		stack:
			typeof options.stack === "string"
				? await stackNamed(options.stack, root)
				: await ownStack(folder, plan.namespace, await storesOf(folder)),
		...(step && { stepMs: toMilliseconds(step) }),
		...(rateWindow && { rateWindow }),
		onStep: (text) => progress.step(`${facts.run}: ${text}`),
	};
}

/** @throws LabError with the files that are not what was collected */
export async function checkFiles(folder: string): Promise<void> {
	const run = runFolder(dirname(dirname(folder)), basename(folder));
	if (!existsSync(join(folder, "dataset.json"))) return;
	const here = { ...run, path: folder, dataset: join(folder, "dataset.json") };
	assertNoFaults(await checkDataset(here, await readDataset(here)));
}

/** Tables of a run: the ones that are there, or new ones. */
export async function analysed(
	database: Database,
	name: string,
	input: Input,
): Promise<Analysed> {
	const folder = findRun(input.root, name);
	const { facts } = await readRun(folder);
	const asked = ["again", "stack", "step", "rateWindow"].some(
		(option) => input.options[option] !== undefined,
	);
	const before = asked ? undefined : await analysedBefore(folder, facts.run);
	if (before !== undefined) return before;
	const settings = await settingsOf(folder, input);
	if (input.options.stack === undefined) await checkFiles(folder);
	return analyseRun(database, folder, settings);
}

/** Runs with a database that is closed whatever happens. */
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
