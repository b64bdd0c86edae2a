import type { Gate } from "@lab/record";
import { nodesOf } from "@lab/record";
import { sleep, until } from "../clock.ts";
import type { Step, Work } from "../work.ts";

/** Waits until the network is what the plan wants to measure. */
export const settling: Step = async (work, signal) => {
	for (const gate of work.plan.settle) await pass(work, gate, signal);
	await seeClocks(work, signal);
};

async function pass(
	work: Work,
	gate: Gate,
	signal: AbortSignal,
): Promise<void> {
	switch (gate.kind) {
		case "dwell":
			return sleep(gate.forMs, signal);
		case "ready":
			return allReady(work, gate.fraction, signal);
		case "metric":
			return metricWithin(work, gate, signal);
	}
}

async function allReady(
	{ backend, plan, log, tell }: Work,
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
			if (ready !== last) tell(`${ready} of ${of} nodes ready`);
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

async function metricWithin(
	{ backend, plan, tell }: Work,
	gate: Extract<Gate, { kind: "metric" }>,
	signal: AbortSignal,
): Promise<void> {
	const size = plan.groups.find(({ name }) => name === gate.group)?.replicas;
	let since: number | undefined;
	await until(
		async () => {
			const values = await backend.metric(gate.group, gate.metric, signal);
			const sorted = [...values.values()].sort((a, b) => a - b);
			// A node that does not tell is one that is not there yet.
			const missing = Math.max(0, (size ?? 0) - sorted.length);
			const seen = [...Array<number>(missing).fill(Number.NaN), ...sorted];
			const value =
				seen[Math.floor(gate.quantile * Math.max(0, seen.length - 1))];
			tell(`${gate.metric} at ${gate.quantile * 100} %: ${value}`);
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

/** Writes down how far each node's clock is from ours. */
export async function seeClocks(
	{ backend, log }: Work,
	signal: AbortSignal,
): Promise<void> {
	const clocks = await backend.clocks(signal);
	for (const [node, seen] of clocks)
		log.append("clock-seen", { node, ...seen });
}
