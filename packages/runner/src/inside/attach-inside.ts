import { access } from "node:fs/promises";
import { retry } from "@lab/core";
import type { RunEvent } from "@lab/record";
import { RUNS_NAMESPACE } from "@lab/record";
import type { attachRun } from "../attach-run.ts";
import { createKubectl } from "../backends/cluster/kubectl.ts";
import { sleep } from "../clock.ts";
import { readEvents } from "../event-log.ts";
import { type RunFolder, readOptions } from "../run-folder.ts";
import { nameOf } from "./access.ts";
import { mirrorRun } from "./mirror.ts";

const EVERY_MS = 2000;
/** Time that the last log lines of a completed Job may take to arrive. */
const LAST_LINES_MS = 30_000;

/** Like `attachRun`, for a run whose runner is a Job: copies the Job's log to this machine meanwhile. */
export async function attachInside(
	folder: RunFolder,
	show: (event: RunEvent) => void,
	signal: AbortSignal,
): ReturnType<typeof attachRun> {
	let shown = 0;
	let overSince: number | undefined;
	for (;;) {
		try {
			await retry(() => mirrorRun(folder, signal), { signal });
			const events = readEvents(folder.events);
			for (const event of events.slice(shown)) show(event);
			if (events.length > shown) overSince = undefined;
			shown = events.length;
			if (await isThere(folder.verdict)) return "done";
			const job = await stateOfJob(folder, signal);
			if (job === "failed" || job === "gone") return "runner-gone";
			if (job === "complete") overSince ??= performance.now();
			if (
				overSince !== undefined &&
				performance.now() - overSince > LAST_LINES_MS
			)
				return "runner-gone";
			await sleep(EVERY_MS, signal);
		} catch (error) {
			if (signal.aborted) return "detached";
			throw error;
		}
	}
}

/** State of the Job that is the runner of a run. */
export async function stateOfJob(
	folder: RunFolder,
	signal: AbortSignal,
): Promise<"running" | "complete" | "failed" | "gone"> {
	const kubectl = createKubectl(await readOptions(folder));
	const text = await kubectl.run(
		[
			...["-n", RUNS_NAMESPACE, "get", "job", nameOf(folder)],
			...["--ignore-not-found", "-o"],
			'jsonpath={.metadata.name} {.status.conditions[?(@.status=="True")].type}',
		],
		{ signal },
	);
	if (text.trim() === "") return "gone";
	if (/\bFailed\b/.test(text)) return "failed";
	return /\bComplete\b/.test(text) ? "complete" : "running";
}

const isThere = (path: string): Promise<boolean> =>
	access(path).then(
		() => true,
		() => false,
	);
