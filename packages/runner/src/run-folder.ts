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
import { checkPlan, type Plan } from "@lab/record";

/** The files of one run. */
export interface RunFolder {
	readonly id: string;
	readonly path: string;
	readonly plan: string;
	readonly options: string;
	readonly events: string;
	/** Messages that were sent, written before they are. */
	readonly sends: string;
	readonly publishes: string;
	readonly windows: string;
	readonly nodes: string;
	readonly dataset: string;
	readonly verdict: string;
	/** What the events amount to, for quick readers. */
	readonly run: string;
	/** What people ask of the runner: abort, extend. */
	readonly requests: string;
	readonly lease: string;
	readonly runnerLog: string;
	/** What only the backend needs; gone when the run is done. */
	readonly work: string;
}

/** What a run is told beside its plan; kept, so that whoever resumes it is told the same. */
export interface RunOptions {
	/** Commands of the programs that groups name. */
	readonly programs: Readonly<Record<string, readonly string[]>>;
	/** VictoriaLogs; logs of processes are shipped to it. */
	readonly logsUrl?: string;
	/** A Prometheus API in which the last scrape must be seen. */
	readonly prometheusUrl?: string;
	/** Folder of a scraper's file service discovery. */
	readonly targetsFolder?: string;
	/** @default "fleet" */
	readonly apply?: "fleet" | "server-side";
	readonly kubeconfig?: string;
	readonly context?: string;
	/** Where a line about the run is left for Git. */
	readonly ledger?: string;
	/** Set where the runner is a Job of the cluster. */
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
		plan: at("plan.json"),
		options: at("options.json"),
		events: at("events.jsonl"),
		sends: at("sends.jsonl"),
		publishes: at("publishes.jsonl"),
		windows: at("windows.json"),
		nodes: at("nodes.json"),
		dataset: at("dataset.json"),
		verdict: at("verdict.json"),
		run: at("run.json"),
		requests: at("requests"),
		lease: at("lease"),
		runnerLog: at("runner.log"),
		work: at("work"),
	};
}

/**
 * Makes the folder of a new run, all in it before anyone can see it.
 *
 * @returns `<date>-<time>-<name>-<hash>-<random>`
 * @throws LabError with the faults of the plan
 */
export async function createRun(
	plan: Plan,
	options: RunOptions,
): Promise<RunFolder> {
	assertNoFaults(checkPlan(plan, "plan"));
	const stamp = new Date()
		.toISOString()
		.replace(/[-:]/g, "")
		.replace("T", "-")
		.slice(0, 15);
	// Somebody elsewhere may start the same plan in the same second.
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

export const readOptions = async (folder: RunFolder): Promise<RunOptions> =>
	JSON.parse(await readFile(folder.options, "utf8")) as RunOptions;

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
 * The run that a person means: its id, the start or a part of one that fits no
 * other, or `last`.
 *
 * @throws LabError `unknown-run`
 */
export async function findRun(
	state: string,
	asked: string,
): Promise<RunFolder> {
	const ids = await listRuns(state);
	const found =
		asked === "last" ? ids.slice(-1) : ids.filter((id) => id.includes(asked));
	const exact = ids.includes(asked) ? [asked] : found;
	if (exact.length === 1) return runFolder(state, exact[0] as string);
	throw new LabError({
		code: "unknown-run",
		what:
			exact.length === 0
				? `there is no run '${asked}'`
				: `${exact.length} runs are called like '${asked}'`,
		where: join(state, "runs"),
		help:
			ids.length === 0
				? "start one with 'pnpm experiment run'"
				: suggestion(asked, exact.length > 0 ? exact : ids.slice(-10)),
		exit: exitCode.wrongInput,
	});
}
