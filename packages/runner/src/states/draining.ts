import { endOf } from "@lab/record";
import { plusMilliseconds, sleepUntil } from "../clock.ts";
import { waitForLastScrape } from "../last-scrape.ts";
import type { StateWork } from "../work.ts";
import { recordClocks } from "./settling.ts";

/** Waits for late deliveries, and then until every node has been scraped once more. */
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
};
