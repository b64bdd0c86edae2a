import type { Gate } from "@lab/record";
import { nodesOf } from "@lab/record";
import { sleep, until } from "../clock.ts";
import type { StateWork, Work } from "../work.ts";

/** Waits until all gates of the plan are satisfied. */
export const settling: StateWork = async (work, signal) => {
	for (const gate of work.plan.settle) await waitForGate(work, gate, signal);
	await recordClocks(work, signal);
};

async function waitForGate(
	work: Work,
	gate: Gate,
	signal: AbortSignal,
): Promise<void> {
	switch (gate.kind) {
		case "dwell":
			return sleep(gate.forMs, signal);
		case "ready":
			return waitUntilReady(work, gate.fraction, signal);
		case "metric":
			return waitForMetric(work, gate, signal);
	}
}

async function waitUntilReady(
	{ backend, plan, log, print }: Work,
	fraction: number,
	signal: AbortSignal,
): Promise<void> {
	const of = nodesOf(plan).length;
	const wanted = Math.ceil(of * fraction);
	let last = -1;
	await until(
		async () => {
			const nodes = await backend.observe(signal);
			const ready = (await backend.ready(nodes, signal)).size;
			if (ready !== last) print(`${ready} of ${of} nodes ready`);
			if (ready !== last && ready >= wanted) {
				log.append("nodes-ready", { ready, of });
			}
			last = ready;
			return ready >= wanted;
		},
		250,
		signal,
	);
}

async function waitForMetric(
	{ backend, plan, print }: Work,
	gate: Extract<Gate, { kind: "metric" }>,
	signal: AbortSignal,
): Promise<void> {
	const size = plan.groups.find(({ name }) => name === gate.group)?.replicas;
	let since: number | undefined;
	await until(
		async () => {
			const values = await backend.metric(gate.group, gate.metric, signal);
			const sorted = [...values.values()].sort((a, b) => a - b);
			// A node without the metric is not ready yet and ranks lowest.
			const missing = Math.max(0, (size ?? 0) - sorted.length);
			const seen = [...Array<number>(missing).fill(Number.NaN), ...sorted];
			const value =
				seen[Math.floor(gate.quantile * Math.max(0, seen.length - 1))];
			print(`${gate.metric} at ${gate.quantile * 100} %: ${value}`);
			const within =
				value !== undefined &&
				value >= (gate.atLeast ?? Number.NEGATIVE_INFINITY) &&
				value <= (gate.atMost ?? Number.POSITIVE_INFINITY);
			if (!within) since = undefined;
			else since ??= performance.now();
			return since !== undefined && performance.now() - since >= gate.holdMs;
		},
		250,
		signal,
	);
}

/** Records the offset of each observable clock. */
export async function recordClocks(
	{ backend, log }: Work,
	signal: AbortSignal,
): Promise<void> {
	const clocks = await backend.clocks(signal);
	for (const [node, seen] of clocks)
		log.append("clock-seen", { node, ...seen });
}
