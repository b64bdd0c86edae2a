import type { Run, RunEvent, Verdict } from "@lab/record";
import {
	foldRun,
	messagesInside,
	mirrorRun,
	type RunFolder,
	readEvents,
	readPlan,
} from "@lab/runner";
import type { Answer } from "../command.ts";
import { isInside, runnerOf } from "./runner-of.ts";

/** A run as its files tell it, and who works on it. */
export async function lookAt(
	folder: RunFolder,
	signal: AbortSignal,
): Promise<Run & { readonly runner: number | "job" | null }> {
	const plan = await readPlan(folder);
	const fold = async () =>
		foldRun(
			folder.id,
			plan,
			readEvents(folder.events),
			await messagesInside(folder),
		);
	const run = await fold();
	if (run.state === "done") return { ...run, runner: null };
	const runner = await runnerOf(folder, signal);
	if (!(await isInside(folder))) return { ...run, runner };
	await mirrorRun(folder, signal);
	return { ...(await fold()), runner };
}

/** `succeeded / valid / pass`, and the reasons below it. */
export const verdictText = (verdict: Verdict): string =>
	[
		`${verdict.run}: ${verdict.outcome} / ${verdict.validity} / ${verdict.verdict}`,
		...verdict.reasons.map((reason) => `  ${reason}`),
	].join("\n");

/** Exit codes: 0 pass or nothing to judge, 1 the answer is no, 3 the run itself did not work. */
export function verdictAnswer(verdict: Verdict): Answer {
	const exit =
		verdict.outcome === "failed" || verdict.outcome === "expired"
			? 3
			: verdict.validity === "valid" &&
					["pass", "no-baseline"].includes(verdict.verdict)
				? 0
				: 1;
	return { exit, document: verdict, text: verdictText(verdict) };
}

/** An event as a line for those who look on; nothing for what is only a detail. */
export function eventText(event: RunEvent): string | undefined {
	switch (event.kind) {
		case "entered":
			return event.state;
		case "resumed":
			return `${event.state}, resumed by ${event.runner}`;
		case "wave-scaled":
			return `${event.group}: ${event.replicas} nodes started`;
		case "nodes-ready":
			return `${event.ready} of ${event.of} nodes ready`;
		case "node-lost":
			return `${event.node} is lost: ${event.why}`;
		case "step-started":
			return `${event.step} begins`;
		case "step-finished":
			return `${event.step} is over${event.note === undefined ? "" : `: ${event.note}`}`;
		case "step-skipped":
			return `${event.step} skipped: ${event.why}`;
		case "probed":
			return `${event.step}, ${event.when}: ${event.seen}${event.holds ? "" : ` (expected: ${event.expected})`}`;
		case "scraped":
			return `${event.nodes} nodes scraped to the end${event.missing.length > 0 ? `, not ${event.missing.join(", ")}` : ""}`;
		case "collected":
			return `collected ${event.rows} rows, ${event.bytes} bytes`;
		case "not-collected":
			return `${event.what} not collected: ${event.why}`;
		case "step-failed":
			return `${event.state}, attempt ${event.attempt} failed: ${event.why}`;
		case "outcome":
			return `${event.outcome}${event.why === undefined ? "" : `: ${event.why}`}`;
		case "abort-asked":
			return `abort asked by ${event.by}`;
		case "extended":
			return `extended by ${event.byMs / 1000} s`;
		case "judged":
			return `${event.validity} / ${event.verdict}`;
		default:
			return undefined;
	}
}
