import { existsSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import {
	type Analysed,
	analysedBefore,
	analyseRun,
	readRun,
} from "@lab/analysis/ledger";
import { Database } from "@lab/analysis/tables";
import { type Duration, LabError, toMilliseconds } from "@lab/core";
import type { Input, Option } from "../command.ts";
import { stackOf } from "./_stack.ts";

/** Options of every command that reads runs. */
export const analysisOptions: readonly Option[] = [
	{
		flags: "--stack <name>",
		description:
			"where logs and metrics are: vaclab, local, or a file (default: the run's own files)",
	},
	{
		flags: "--step <duration>",
		description: "distance of metric samples",
		default: "15s",
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

/** Tables of a run: the ones that are there, or new ones. */
export async function analysed(
	database: Database,
	name: string,
	{ root, options, progress, signal }: Input,
): Promise<Analysed> {
	const folder = findRun(root, name);
	const stack = await stackOf(options.stack);
	const { facts } = await readRun(folder);
	const before =
		options.again || stack
			? undefined
			: await analysedBefore(folder, facts.run);
	return (
		before ??
		analyseRun(database, folder, {
			signal,
			stepMs: toMilliseconds(options.step as Duration),
			onStep: (text) => progress.step(`${facts.run}: ${text}`),
			...(stack && { stack }),
		})
	);
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
