import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { LabError, startDaemon } from "@lab/core";
import type {
	EventKind,
	EventOf,
	Judgement,
	Plan,
	PublishRecord,
	Verdict,
} from "@lab/record";
import {
	type Backend,
	createRun,
	type Execution,
	executeRun,
	processBackend,
	type RunFolder,
	type RunnerOptions,
	readEvents,
} from "@lab/runner";
import { bundleTestNode } from "@lab/test-node";
import { afterAll } from "vitest";

const program = await bundleTestNode(join(tmpdir(), "vaclab-programs"));
const states: string[] = [];

afterAll(async () => {
	for (const state of states) await rm(state, { recursive: true, force: true });
});

/** A state directory that is deleted after the tests. */
export async function newState(): Promise<string> {
	const state = await mkdtemp(join(tmpdir(), "runner-"));
	states.push(state);
	return state;
}

export async function newRun(
	plan: Plan,
	options: Partial<RunnerOptions> = {},
): Promise<RunFolder> {
	const state = options.state ?? (await newState());
	return createRun(plan, {
		programs: { "test-node": [process.execPath, program] },
		...options,
		state,
	});
}

/** Counts the deliveries that the logs of the dataset show. */
export const countingJudge: Execution["judge"] = async (
	folder,
	plan,
	conditions,
) => {
	const { missing } = deliveries(plan, await readLogs(folder));
	return conditions.map(
		(condition): Judgement => ({
			condition,
			observed: missing.length,
			holds: missing.length === 0 ? "yes" : "no",
			why: `${missing.length} missing: ${missing.slice(0, 3).join(", ")}`,
		}),
	);
};

export interface Watching {
	/** Called with each line of the runner's log, which include the names of states. */
	readonly print?: (text: string) => void;
	/** Changes the backend, to inject faults that cannot be caused from outside. */
	readonly wrap?: (backend: Backend) => Backend;
}

/** Executes a run in this process. */
export const execute = (
	folder: RunFolder,
	{ print = () => {}, wrap = (backend) => backend }: Watching = {},
): Promise<Verdict> =>
	executeRun(folder, {
		makeBackend: (plan, run, options) =>
			wrap(processBackend(plan, run, options, print)),
		judge: countingJudge,
		print,
	});

/** Executes a run in a separate process, which kills itself with SIGKILL `afterMs` after the log line `at`. */
export async function executeAndDie(
	folder: RunFolder,
	at: string,
	afterMs: number,
): Promise<void> {
	const daemon = await startDaemon(
		process.execPath,
		[
			"--import",
			"tsx",
			join(import.meta.dirname, "dying-runner.ts"),
			folder.path,
			at,
			String(afterMs),
		],
		{ log: join(folder.path, "dying.log") },
	);
	while (await stat(`/proc/${daemon.pid}`).catch(() => undefined)) {
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
}

/** Deliveries that are missing, and deliveries that were logged more than once, as `<id> at <node>`. */
export function deliveries(
	plan: Plan,
	logs: ReadonlyMap<string, string>,
): { missing: string[]; repeated: string[] } {
	const missing: string[] = [];
	const repeated: string[] = [];
	const counts = new Map<string, number>();
	for (const [node, text] of logs) {
		for (const [, id] of text.matchAll(
			/Received message +tid=1 msgId=(\d+)/g,
		)) {
			const pair = `${id} at ${node}`;
			counts.set(pair, (counts.get(pair) ?? 0) + 1);
		}
	}
	for (const step of plan.timeline) {
		if (step.kind !== "publish") continue;
		for (const { id, node: publisher } of step.messages) {
			for (const node of logs.keys()) {
				const seen = counts.get(`${id} at ${node}`) ?? 0;
				if (node !== publisher && seen === 0) missing.push(`${id} at ${node}`);
				if (seen > 1) repeated.push(`${id} at ${node}`);
			}
		}
	}
	return { missing, repeated };
}

export async function readLogs(folder: string): Promise<Map<string, string>> {
	const names = await readdir(join(folder, "logs"));
	return new Map(
		await Promise.all(
			names.map(
				async (name) =>
					[
						name.replace(/\.log$/, ""),
						await readFile(join(folder, "logs", name), "utf8"),
					] as const,
			),
		),
	);
}

export const readPublishes = async (
	folder: RunFolder,
): Promise<PublishRecord[]> =>
	(await readFile(folder.publishes, "utf8"))
		.split("\n")
		.slice(0, -1)
		.map((line) => JSON.parse(line) as PublishRecord);

/** Ids of the processes whose command line names the run's work folder. */
export async function processesOf(folder: RunFolder): Promise<string[]> {
	const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
	const found: string[] = [];
	for (const pid of pids) {
		const words = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(
			() => "",
		);
		if (words.includes(folder.work)) found.push(pid);
	}
	return found;
}

export const eventsOf = <K extends EventKind>(
	folder: RunFolder,
	kind: K,
): EventOf<K>[] =>
	readEvents(folder.events).filter(
		(event): event is EventOf<K> => event.kind === kind,
	);

export const statesIn = (folder: RunFolder): string[] =>
	eventsOf(folder, "entered").map(({ state }) => state);

export const unavailable = (what: string): LabError =>
	new LabError({ code: "test", what, where: "test", help: "-", exit: 3 });
