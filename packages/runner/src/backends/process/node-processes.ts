import { readFile, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { endDaemon, LabError, startDaemon, suggestion } from "@lab/core";
import type { NodeGroup, Plan } from "@lab/record";
import type { Node } from "../../backend.ts";
import type { RunFolder, RunOptions } from "../../run-folder.ts";
import { findProcesses, type NodeProcess } from "./process-table.ts";

/** What a node leaves in the folder of addresses. */
interface Address {
	readonly node: string;
	readonly http: string;
	readonly metrics: string;
	readonly pid: number;
}

/** How long a node may take to end by itself. */
export const PATIENCE_MS = 5000;
/** Beyond the run's own time, so that nodes never end before it; yet they end. */
const NODE_MARGIN_MS = 600_000;

export const groupOf = (node: string): string => node.replace(/-\d+$/, "");

const ordinalOf = (node: string): number =>
	Number(node.slice(node.lastIndexOf("-") + 1));

/** The nodes of a run as processes of this machine: several share one where the plan says so. */
export interface NodeProcesses {
	observe(): Promise<Node[]>;
	/** Starts those that are not there. */
	start(nodes: readonly string[]): Promise<void>;
	/** Ends each process all nodes of which are meant; kills it when it takes longer. */
	end(gone: (node: string) => boolean, patienceMs: number): Promise<void>;
	/** Exactly so many of a group. */
	scale(group: string, replicas: number): Promise<void>;
	/** Processes that are there, whatever anyone remembers. */
	find(): Promise<NodeProcess[]>;
}

/**
 * @param addresses folder in which nodes leave how they are reached
 * @param logs folder in which each node writes `<node>.log`
 */
export function createNodeProcesses(
	plan: Plan,
	folder: RunFolder,
	options: RunOptions,
	addresses: string,
	logs: string,
): NodeProcesses {
	const groupNamed = (name: string): NodeGroup =>
		plan.groups.find((group) => group.name === name) as NodeGroup;
	const find = () => findProcesses(addresses);

	const observe = async (): Promise<Node[]> => {
		const owner = new Map<string, NodeProcess>();
		for (const one of await find()) {
			for (const node of one.nodes) owner.set(node, one);
		}
		return Promise.all(
			[...owner].map(async ([name, { pid }]): Promise<Node> => {
				const address = await readAddress(join(addresses, `${name}.json`));
				const up = address?.pid === pid ? address : undefined;
				return {
					name,
					group: groupOf(name),
					running: true,
					host: hostname(),
					pid,
					urls:
						up === undefined
							? {}
							: {
									http: up.http,
									metrics: up.metrics.replace(/\/metrics$/, ""),
								},
				};
			}),
		);
	};
	const startNodes = async (
		group: NodeGroup,
		nodes: readonly string[],
	): Promise<void> => {
		const spec = group.process as NonNullable<NodeGroup["process"]>;
		const [program, ...words] = programNamed(options, spec.program);
		await startDaemon(
			program,
			[
				...words,
				"--nodes",
				nodes.join(","),
				"--addresses",
				addresses,
				"--logs",
				logs,
				"--seed",
				plan.seed,
				"--ttl-ms",
				String(2 * plan.ttlMs + NODE_MARGIN_MS),
				...spec.args,
			],
			{ env: group.env, log: join(folder.work, "output.log") },
		);
	};
	const startMissing = async (wanted: readonly string[]): Promise<void> => {
		const there = new Set((await find()).flatMap(({ nodes }) => nodes));
		const batches = new Map<string, string[]>();
		for (const node of wanted) {
			if (there.has(node)) continue;
			const { process: spec } = groupNamed(groupOf(node));
			const key = `${groupOf(node)}/${Math.floor(ordinalOf(node) / (spec?.nodesPerProcess ?? 1))}`;
			batches.set(key, [...(batches.get(key) ?? []), node]);
		}
		for (const [key, nodes] of batches) {
			await startNodes(groupNamed(key.split("/")[0] as string), nodes);
		}
	};
	const endNodes = async (
		gone: (node: string) => boolean,
		patienceMs: number,
	): Promise<void> => {
		const all = await find();
		const going = all.filter(({ nodes }) => nodes.every(gone));
		await Promise.all(going.map((one) => endDaemon(one, patienceMs)));
		await Promise.all(
			going
				.flatMap(({ nodes }) => nodes)
				.map((node) => rm(join(addresses, `${node}.json`), { force: true })),
		);
	};

	return {
		observe,
		start: startMissing,
		end: endNodes,
		async scale(name, replicas) {
			await startMissing(
				Array.from({ length: replicas }, (_, ordinal) => `${name}-${ordinal}`),
			);
			const tooMany = (node: string) =>
				groupOf(node) === name && ordinalOf(node) >= replicas;
			await endNodes(tooMany, PATIENCE_MS);
		},
		find,
	};
}

function programNamed(
	{ programs }: RunOptions,
	name: string,
): readonly [string, ...string[]] {
	const words = programs[name];
	if (words?.[0] !== undefined) return words as [string, ...string[]];
	throw new LabError({
		code: "unknown-program",
		what: `there is no program '${name}'`,
		where: `programs.${name}`,
		help: suggestion(name, Object.keys(programs)),
	});
}

async function readAddress(path: string): Promise<Address | undefined> {
	try {
		return JSON.parse(await readFile(path, "utf8")) as Address;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
		throw error;
	}
}
