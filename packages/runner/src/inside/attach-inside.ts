import { access } from "node:fs/promises";
import type { RunEvent } from "@lab/record";
import type { attachRun } from "../attach-run.ts";
import { createKubectl } from "../backends/cluster/kubectl.ts";
import { RUNS_NAMESPACE } from "../backends/cluster/objects.ts";
import { sleep } from "../clock.ts";
import { readEvents } from "../event-log.ts";
import { persist } from "../persist.ts";
import { type RunFolder, readOptions } from "../run-folder.ts";
import { nameOf } from "./access.ts";
import { mirrorRun } from "./mirror.ts";

const EVERY_MS = 2000;
/** How long a Job that is over may keep its last lines to itself. */
const LAST_LINES_MS = 30_000;

/** As `attachRun`, for a run whose runner is inside: its log comes home while somebody looks on. */
export async function attachInside(
	folder: RunFolder,
	show: (event: RunEvent) => void,
	signal: AbortSignal,
): ReturnType<typeof attachRun> {
	let shown = 0;
	let overSince: number | undefined;
	for (;;) {
		try {
			await persist(() => mirrorRun(folder, signal), signal);
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

/** What became of the Job that is the runner. */
export async function stateOfJob(
	folder: RunFolder,
	signal: AbortSignal,
): Promise<"at work" | "complete" | "failed" | "gone"> {
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
	return /\bComplete\b/.test(text) ? "complete" : "at work";
}

const isThere = (path: string): Promise<boolean> =>
	access(path).then(
		() => true,
		() => false,
	);
