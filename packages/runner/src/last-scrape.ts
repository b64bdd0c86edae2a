import { exitCode, LabError } from "@lab/core";
import { endOf } from "@lab/record";
import { plusMilliseconds, sleep } from "./clock.ts";
import { persist } from "./persist.ts";
import type { Work } from "./work.ts";

const EVERY_MS = 500;
/** Two scrapes by the lab's stores, which may be slower than ours. */
const STORE_MS = 60_000;
/** Beyond two scrapes: the way to the store. */
const PATIENCE_MS = 10_000;

/**
 * Waits until each node has a sample that is newer than the end of the
 * timeline: in the files of the run, and in the store where there is one.
 */
export async function lastScrape(
	{ plan, backend, log, follower, options }: Work,
	signal: AbortSignal,
): Promise<{ nodes: number; missing: string[] }> {
	const zero = BigInt(log.last("timeline-started")?.zero ?? 0);
	const end = plusMilliseconds(zero, Math.max(0, ...plan.timeline.map(endOf)));
	const nodes = (await persist(() => backend.observe(signal), signal)).filter(
		({ running }) => running,
	);
	const unscraped = new Set((await follower?.flush(signal)) ?? []);
	if (options.prometheusUrl !== undefined && plan.drain.scrapeIntervalMs > 0) {
		const deadline =
			performance.now() +
			Math.max(STORE_MS, 2 * plan.drain.scrapeIntervalMs) +
			PATIENCE_MS;
		const wanted = nodes.map(({ name }) => name);
		let late = wanted;
		while (late.length > 0 && performance.now() < deadline) {
			const url = options.prometheusUrl;
			const times = await persist(
				() => sampleTimes(url, plan.namespace, signal),
				signal,
			);
			late = wanted.filter(
				(node) => (times.get(node) ?? 0) * 1000 < Number(end / 1_000_000n),
			);
			if (late.length > 0) await sleep(EVERY_MS, signal);
		}
		for (const node of late) unscraped.add(node);
	}
	return { nodes: nodes.length, missing: [...unscraped].sort() };
}

/** When each pod was last scraped, in seconds since 1970. @throws LabError `no-metrics` */
async function sampleTimes(
	url: string,
	namespace: string,
	signal: AbortSignal,
): Promise<Map<string, number>> {
	const query = `max by (pod) (timestamp(up{namespace="${namespace}"}))`;
	const at = `${url.replace(/\/$/, "")}/api/v1/query?query=${encodeURIComponent(query)}`;
	const refuse = (what: string, cause?: unknown) =>
		new LabError({
			code: "no-metrics",
			what,
			where: at,
			help: "see whether the metrics store is up",
			exit: exitCode.letDown,
			cause,
		});
	const response = await fetch(at, {
		signal: AbortSignal.any([signal, AbortSignal.timeout(10_000)]),
	}).catch((error: unknown) => {
		throw refuse("the metrics store does not answer", error);
	});
	if (!response.ok) throw refuse(`the metrics store says ${response.status}`);
	const { data } = (await response.json()) as {
		data: { result: { metric: { pod?: string }; value: [number, string] }[] };
	};
	return new Map(
		data.result.map(({ metric, value }) => [
			metric.pod ?? "",
			Number(value[1]),
		]),
	);
}
