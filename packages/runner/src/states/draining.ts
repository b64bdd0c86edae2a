import { retry } from "@lab/core";
import { endOf } from "@lab/record";
import { plusMilliseconds, sleepUntil } from "../clock.ts";
import { waitForLastScrape } from "../last-scrape.ts";
import type { StateWork, Work } from "../work.ts";
import { recordClocks } from "./settling.ts";

/**
 * Waits for late deliveries, then until every node has been scraped once more, and
 * has the nodes end their logs, so that lost last lines are seen.
 */
export const draining: StateWork = async (work, signal) => {
	const { log, plan, backend } = work;
	const started = log.last("timeline-started");
	const complete = log.last("outcome") === undefined && started !== undefined;
	if (complete) {
		const end = Math.max(0, ...plan.timeline.map(endOf));
		await sleepUntil(
			plusMilliseconds(BigInt(started.zero), end + plan.drain.dwellMs),
			signal,
		);
		await recordClocks(work, signal);
	}
	if (started === undefined) return;
	work.follower ??= backend.follow();
	const { nodes, missing } = await waitForLastScrape(work, signal);
	log.append("scraped", { nodes, missing });
	await endLogs(work, signal);
};

async function endLogs(
	{ backend, log }: Work,
	signal: AbortSignal,
): Promise<void> {
	const sentinels = [
		...(await retry(() => backend.endLogs(signal), { signal })),
	];
	log.append("logs-ended", {
		nodes: sentinels.flatMap(([node, sentinel]) =>
			sentinel === undefined ? [] : [{ node, ...sentinel }],
		),
		missing: sentinels.flatMap(([node, sentinel]) =>
			sentinel === undefined ? [node] : [],
		),
	});
}
