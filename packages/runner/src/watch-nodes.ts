import { nodesOf } from "@lab/record";
import { sleep } from "./clock.ts";
import { reasonOf } from "./persist.ts";
import type { Work } from "./work.ts";

const EVERY_MS = 1000;

/**
 * Notes each node that goes away without the timeline's word.
 *
 * @returns what looks a last time, and stops
 */
export function watchNodes(
	work: Work,
	signal: AbortSignal,
): () => Promise<void> {
	const own = new AbortController();
	const both = AbortSignal.any([own.signal, signal]);
	const loop = (async () => {
		for (;;) {
			await sleep(EVERY_MS, both);
			await look(work, both);
		}
	})().catch((error: unknown) => {
		if (!both.aborted) throw error;
	});
	return async () => {
		own.abort();
		await loop;
		if (!signal.aborted) await look(work, signal);
	};
}

async function look(work: Work, signal: AbortSignal): Promise<void> {
	const { backend, log, tell } = work;
	let nodes: Awaited<ReturnType<typeof backend.observe>>;
	try {
		nodes = await backend.observe(signal);
	} catch (error) {
		// Not to see the nodes is not to see them gone: the next look will tell.
		tell(`cannot see the nodes: ${reasonOf(error)}`);
		return;
	}
	const running = new Set(
		nodes.filter((node) => node.running).map(({ name }) => name),
	);
	const lost = new Set(log.all("node-lost").map(({ node }) => node));
	for (const node of expectedNodes(work)) {
		if (running.has(node) || lost.has(node)) continue;
		log.append("node-lost", {
			node,
			why: "it is gone, and the timeline did not take it away",
		});
		tell(`${node} is lost`);
	}
}

/** The nodes that should be there now, by what the log says was done. */
export function expectedNodes({ plan, log }: Work): Set<string> {
	const expected = new Set(nodesOf(plan));
	for (const event of log.events) {
		if (event.kind === "nodes-down") {
			for (const node of event.nodes) expected.delete(node);
		}
		if (event.kind === "nodes-up") {
			for (const node of event.nodes) expected.add(node);
		}
		if (event.kind === "step-started") {
			const step = plan.timeline.find(({ name }) => name === event.step);
			if (step?.kind !== "scale") continue;
			for (const node of [...expected]) {
				if (node.replace(/-\d+$/, "") === step.group) expected.delete(node);
			}
			for (let ordinal = 0; ordinal < step.replicas; ordinal += 1) {
				expected.add(`${step.group}-${ordinal}`);
			}
		}
	}
	return expected;
}
