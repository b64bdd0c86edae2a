import { nodePattern } from "@lab/record";
import type { Node } from "../../backend.ts";
import { newestSamples, type Sample } from "../../metric-store.ts";
import type { RunnerOptions } from "../../run-folder.ts";

/** Two scrapes of the lab's slowest job that gates use: what is older is no present value. */
const FRESH_MS = 60_000;

/** Samples of one scrape have the same time; this allows for exporters that state their own. */
const ONE_SCRAPE_MS = 1000;

/**
 * Present value of a metric for each running pod of a group, from the store: the
 * sum over its labels in the last scrape. A pod that is gone has none, nor has one
 * that was not scraped within the last minute. After a restart under another
 * address, the values of the former one do not count.
 *
 * @param nodes of the run, as observed now
 * @throws LabError `no-metrics`, which can be retried
 */
export async function readStore(
	options: Pick<RunnerOptions, "prometheusUrl">,
	namespace: string,
	group: string,
	name: string,
	nodes: readonly Node[],
	signal: AbortSignal,
): Promise<Map<string, number>> {
	const samples = new Map<string, Sample[]>();
	for (const sample of await newestSamples(
		options,
		`${name}{namespace="${namespace}",pod=~"${group}|${nodePattern(group)}"}`,
		FRESH_MS,
		signal,
	)) {
		const { pod = "" } = sample.labels;
		samples.set(pod, [...(samples.get(pod) ?? []), sample]);
	}
	return new Map(
		nodes.flatMap((node) => {
			if (node.group !== group || !node.running) return [];
			// A bare pod has the name of its group.
			const own = samples.get(node.name) ?? samples.get(group) ?? [];
			const value = sumOfLastScrape(own.filter((sample) => isOf(node, sample)));
			return value === undefined ? [] : [[node.name, value] as const];
		}),
	);
}

/** Whether a sample was scraped at the pod's present address, as far as both are known. */
const isOf = ({ address }: Node, { labels: { instance } }: Sample): boolean =>
	address === undefined ||
	instance === undefined ||
	instance.replace(/:\d+$/, "").replace(/^\[(.*)\]$/, "$1") === address;

function sumOfLastScrape(samples: readonly Sample[]): number | undefined {
	if (samples.length === 0) return undefined;
	const last = Math.max(...samples.map(({ time }) => time));
	return samples
		.filter(({ time }) => time > last - ONE_SCRAPE_MS)
		.reduce((sum, { value }) => sum + value, 0);
}

/**
 * Offset of each machine's clock from its time reference, in ms, as known to its
 * kernel. For a clock that is not synchronised, the kernel's maximum error counts.
 */
export async function readClocks(
	options: Pick<RunnerOptions, "prometheusUrl">,
	signal: AbortSignal,
): Promise<Map<string, number>> {
	const samples = await newestSamples(
		options,
		'{__name__=~"node_timex_(offset_seconds|maxerror_seconds|sync_status)"}',
		FRESH_MS,
		signal,
	);
	const machines = new Map<string, Record<string, number>>();
	for (const { labels, value } of samples.sort((a, b) => a.time - b.time)) {
		const { node, __name__: name } = labels;
		if (node === undefined || name === undefined) continue;
		machines.set(node, { ...machines.get(node), [name]: value });
	}
	return new Map(
		[...machines].flatMap(([node, seen]) => {
			const seconds =
				seen.node_timex_sync_status === 1
					? seen.node_timex_offset_seconds
					: seen.node_timex_maxerror_seconds;
			return seconds === undefined ? [] : [[node, seconds * 1000] as const];
		}),
	);
}
