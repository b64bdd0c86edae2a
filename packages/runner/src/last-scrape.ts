import { retry } from "@lab/core";
import { endOf } from "@lab/record";
import { plusMilliseconds, sleep } from "./clock.ts";
import { newestSamples } from "./metric-store.ts";
import type { RunnerOptions } from "./run-folder.ts";
import type { Work } from "./work.ts";

const EVERY_MS = 500;
/** Two scrape intervals of the lab's stores, which may be longer than the plan's. */
const STORE_MS = 60_000;
/** Additional time for samples to reach the store. */
const PATIENCE_MS = 10_000;

/**
 * Waits until each node has a sample that is newer than the end of the timeline,
 * in the run's files and, if there is one, in the metric store.
 */
export async function waitForLastScrape(
	{ plan, backend, log, follower, options }: Work,
	signal: AbortSignal,
): Promise<{ nodes: number; missing: string[] }> {
	const zero = BigInt(log.last("timeline-started")?.zero ?? 0);
	const end = plusMilliseconds(zero, Math.max(0, ...plan.timeline.map(endOf)));
	const nodes = (await retry(() => backend.observe(signal), { signal })).filter(
		({ running }) => running,
	);
	const unscraped = new Set((await follower?.scrape(signal)) ?? []);
	if (options.prometheusUrl !== undefined && plan.drain.scrapeIntervalMs > 0) {
		const deadline =
			performance.now() +
			Math.max(STORE_MS, 2 * plan.drain.scrapeIntervalMs) +
			PATIENCE_MS;
		let late = nodes;
		while (late.length > 0 && performance.now() < deadline) {
			const scraped = await retry(
				() =>
					scrapedSince(
						options,
						plan.namespace,
						Number(end / 1_000_000n),
						signal,
					),
				{ signal },
			);
			// A bare pod has the name of its group.
			late = nodes.filter(
				({ name, group }) => !scraped.has(name) && !scraped.has(group),
			);
			if (late.length > 0) await sleep(EVERY_MS, signal);
		}
		for (const { name } of late) unscraped.add(name);
	}
	return { nodes: nodes.length, missing: [...unscraped].sort() };
}

/** Pods that were scraped successfully since a time. @throws LabError `no-metrics` */
async function scrapedSince(
	options: RunnerOptions,
	namespace: string,
	sinceMs: number,
	signal: AbortSignal,
): Promise<Set<string>> {
	const samples = await newestSamples(
		options,
		`up{namespace=${JSON.stringify(namespace)}}`,
		Date.now() - sinceMs + 1000,
		signal,
		// A scrape that fails has a time too.
		(up) => up === 1,
	);
	return new Set(
		samples
			.filter(({ time }) => time >= sinceMs)
			.map(({ labels }) => labels.pod ?? ""),
	);
}
