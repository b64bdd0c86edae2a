import { reasonOf } from "@lab/core";
import { groupOf, nodesIn, nodesOf } from "@lab/record";
import { sleep } from "./clock.ts";
import type { Work } from "./work.ts";

const EVERY_MS = 1000;

/**
 * Records every node that disappears although no step removed it.
 *
 * @returns a function that checks once more and then stops
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
			await checkNodes(work, both);
		}
	})().catch((error: unknown) => {
		if (!both.aborted) throw error;
	});
	return async () => {
		own.abort();
		await loop;
		if (!signal.aborted) await checkNodes(work, signal);
	};
}

async function checkNodes(work: Work, signal: AbortSignal): Promise<void> {
	const { backend, log, print } = work;
	let nodes: Awaited<ReturnType<typeof backend.observe>>;
	try {
		nodes = await backend.observe(signal);
	} catch (error) {
		// A failed observation does not mean lost nodes: the next check decides.
		print(`cannot observe the nodes: ${reasonOf(error)}`);
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
			why: "it disappeared although no step removed it",
		});
		print(`${node} is lost`);
	}
}

/** Nodes that should exist now, according to the steps in the event log. */
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
				if (groupOf(node) === step.group) expected.delete(node);
			}
			const { group: name, replicas } = step;
			for (const node of nodesIn({ name, replicas })) expected.add(node);
		}
	}
	return expected;
}
