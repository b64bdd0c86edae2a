import { randomBytes } from "node:crypto";
import { mkdir, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import {
	assertNoFaults,
	exitCode,
	LabError,
	suggestion,
	writeFileAtomically,
} from "@lab/core";
import { checkPlan, type Plan, runFiles } from "@lab/record";

/** Paths of a run's files. */
export interface RunFolder {
	readonly id: string;
	readonly path: string;
	readonly plan: string;
	readonly options: string;
	readonly events: string;
	/** Messages sent, each recorded before it is sent. */
	readonly sends: string;
	readonly publishes: string;
	readonly windows: string;
	readonly nodes: string;
	readonly dataset: string;
	readonly verdict: string;
	/** State derived from the events, so that readers need not parse them. */
	readonly run: string;
	/** Folder of requests to the runner: abort, extend. */
	readonly requests: string;
	readonly lease: string;
	readonly runnerLog: string;
	/** Folder of the backend's temporary files; deleted by the end of the run. */
	readonly work: string;
}

/** Options of a run in addition to its plan; stored, so that the next runner has the same ones. */
export interface RunnerOptions {
	/** Command of each program, by name: programs of the plan's groups, or kubectl. */
	readonly programs: Readonly<Record<string, readonly string[]>>;
	/** Base URL of VictoriaLogs. Logs of processes are shipped to it. */
	readonly logsUrl?: string;
	/** Base URL of a Prometheus API, which must receive the last scrape. */
	readonly prometheusUrl?: string;
	/** Folder of a scraper's file-based service discovery. */
	readonly targetsFolder?: string;
	/** How objects are deployed. @default "fleet" */
	readonly apply?: "fleet" | "server-side";
	readonly kubeconfig?: string;
	readonly context?: string;
	/** Folder for the run's summary, to be committed. */
	readonly ledger?: string;
	/** Set if the runner is a Job of the cluster. */
	readonly inside?: { readonly image: string };
	/** State directory. */
	readonly state: string;
}

export function runFolder(state: string, id: string): RunFolder {
	const path = join(state, "runs", id);
	const at = (name: string) => join(path, name);
	return {
		id,
		path,
		plan: at(runFiles.plan),
		options: at(runFiles.options),
		events: at(runFiles.events),
		sends: at(runFiles.sends),
		publishes: at(runFiles.publishes),
		windows: at(runFiles.windows),
		nodes: at(runFiles.nodes),
		dataset: at(runFiles.dataset),
		verdict: at(runFiles.verdict),
		run: at(runFiles.run),
		requests: at("requests"),
		lease: at("lease"),
		runnerLog: at("runner.log"),
		work: at("work"),
	};
}

/**
 * Creates the folder of a new run. The plan is written last, so that a folder with
 * a plan is complete. The id is `<date>-<time>-<name>-<hash>-<random>`.
 *
 * @throws LabError with the faults of the plan
 */
export async function createRun(
	plan: Plan,
	options: RunnerOptions,
): Promise<RunFolder> {
	assertNoFaults(checkPlan(plan, "plan"));
	const stamp = new Date()
		.toISOString()
		.replace(/[-:]/g, "")
		.replace("T", "-")
		.slice(0, 15);
	// The random part distinguishes runs of the same plan that start in the same second.
	const folder = runFolder(
		options.state,
		`${stamp}-${plan.name}-${plan.hash.slice(0, 8)}-${randomBytes(2).toString("hex")}`,
	);
	await mkdir(join(options.state, "runs"), { recursive: true });
	await mkdir(folder.path);
	await mkdir(folder.requests);
	await writeFileAtomically(folder.options, JSON.stringify(options, null, 2));
	await writeFileAtomically(folder.plan, JSON.stringify(plan));
	return folder;
}

export const readPlan = async (folder: RunFolder): Promise<Plan> => {
	const plan: unknown = JSON.parse(await readFile(folder.plan, "utf8"));
	assertNoFaults(checkPlan(plan, folder.plan));
	return plan as Plan;
};

export const readOptions = async (folder: RunFolder): Promise<RunnerOptions> =>
	JSON.parse(await readFile(folder.options, "utf8")) as RunnerOptions;

/** Names of all runs, oldest first. */
export async function listRuns(state: string): Promise<string[]> {
	const names = await readdir(join(state, "runs")).catch(
		(error: NodeJS.ErrnoException) => {
			if (error.code === "ENOENT") return [];
			throw error;
		},
	);
	return names.sort();
}

/**
 * Finds a run by its id, by a part of its id that matches no other run, or by
 * `last` for the most recent one.
 *
 * @throws LabError `unknown-run`
 */
export async function findRun(state: string, name: string): Promise<RunFolder> {
	const ids = await listRuns(state);
	const found =
		name === "last" ? ids.slice(-1) : ids.filter((id) => id.includes(name));
	const exact = ids.includes(name) ? [name] : found;
	if (exact.length === 1) return runFolder(state, exact[0] as string);
	throw new LabError({
		code: "unknown-run",
		what:
			exact.length === 0
				? `there is no run '${name}'`
				: `${exact.length} runs match '${name}'`,
		where: join(state, "runs"),
		help:
			ids.length === 0
				? "start one with 'pnpm experiment run'"
				: suggestion(name, exact.length > 0 ? exact : ids.slice(-10)),
		exit: exitCode.wrongInput,
	});
}
