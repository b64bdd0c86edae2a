import { endOf } from "@lab/record";
import { plusMilliseconds, sleepUntil } from "../clock.ts";
import { lastScrape } from "../last-scrape.ts";
import type { Step } from "../work.ts";
import { seeClocks } from "./settling.ts";

/** Lets deliveries end, and waits until every node has been scraped after that. */
export const draining: Step = async (work, signal) => {
	const { log, plan, backend } = work;
	const started = log.last("timeline-started");
	const complete = log.last("outcome") === undefined && started !== undefined;
	if (complete) {
		const end = Math.max(0, ...plan.timeline.map(endOf));
		await sleepUntil(
			plusMilliseconds(BigInt(started.zero), end + plan.drain.dwellMs),
			signal,
		);
		await seeClocks(work, signal);
	}
	if (started === undefined) return;
	work.follower ??= backend.follow();
	const { nodes, missing } = await lastScrape(work, signal);
	log.append("scraped", { nodes, missing });
};
