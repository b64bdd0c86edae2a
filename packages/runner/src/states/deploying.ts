import { writeFileAtomically } from "@lab/core";
import type { NodeGroup, NodeRecord, Plan } from "@lab/record";
import type { Node } from "../backend.ts";
import { sleep, until } from "../clock.ts";
import { runEnd } from "../run-end.ts";
import type { StateWork, Work } from "../work.ts";

/** Starts the groups, wave by wave. */
export const deploying: StateWork = async (work, signal) => {
	const { backend, plan } = work;
	await backend.prepare(runEnd(work), signal);
	work.follower ??= backend.follow();
	for (const group of plan.groups) await deployGroup(work, group, signal);
	await recordNodes(work, signal);
};

async function deployGroup(
	work: Work,
	{ name, replicas, wave }: NodeGroup,
	signal: AbortSignal,
): Promise<void> {
	const { backend, log } = work;
	const done = log
		.all("wave-scaled")
		.filter(({ group }) => group === name)
		.at(-1)?.replicas;
	let size = Math.min(replicas, Math.max(wave.size, done ?? 0));
	for (;;) {
		await backend.scale(name, size, signal);
		if (size > (done ?? -1)) {
			log.append("wave-scaled", { group: name, replicas: size });
		}
		work.print(`${name}: ${size} of ${replicas} started`);
		const wanted = Math.ceil(size * wave.ready);
		await until(
			async () => {
				const nodes = await backend.observe(signal);
				const ours = nodes.filter(({ group }) => group === name);
				return (await backend.ready(ours, signal)).size >= wanted;
			},
			200,
			signal,
		);
		if (size >= replicas) return;
		await sleep(wave.pauseMs, signal);
		size = Math.min(replicas, size + wave.size);
	}
}

/** Records the current nodes in the event log and in `nodes.json`. */
export async function recordNodes(
	work: Work,
	signal: AbortSignal,
): Promise<void> {
	const { backend, log, plan, folder } = work;
	const nodes = await backend.observe(signal);
	const known = new Set(
		log
			.all("node-started")
			.map(({ node, pid, address }) => `${node} ${pid ?? address}`),
	);
	for (const { name, urls, pid, image } of nodes) {
		const address = Object.values(urls)[0] ?? "";
		if (known.has(`${name} ${pid ?? address}`)) continue;
		log.append("node-started", {
			node: name,
			address,
			...(pid === undefined ? {} : { pid }),
			...(image === undefined ? {} : { image }),
		});
	}
	await writeFileAtomically(
		folder.nodes,
		JSON.stringify(
			nodes.map((node) => recordOf(plan, node)),
			null,
			2,
		),
	);
}

function recordOf(
	{ namespace, groups }: Plan,
	{ name: node, group, urls, pid, image, host }: Node,
): NodeRecord {
	const container = groups.find(({ name }) => name === group)?.container;
	return {
		node,
		group,
		namespace,
		...(container !== undefined && { container }),
		urls,
		...(pid !== undefined && { pid }),
		...(image !== undefined && { image }),
		...(host !== undefined && { host }),
	};
}
