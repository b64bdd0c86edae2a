import { readFile, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { endDaemon, LabError, startDaemon, suggestion } from "@lab/core";
import {
	groupOf,
	type NodeGroup,
	nodesIn,
	ordinalOf,
	type Plan,
} from "@lab/record";
import type { Node } from "../../backend.ts";
import type { RunFolder, RunnerOptions } from "../../run-folder.ts";
import { findProcesses, type NodeProcess } from "./process-table.ts";

/** File of a node in the folder of addresses. */
interface Address {
	readonly node: string;
	readonly http: string;
	readonly metrics: string;
	readonly pid: number;
}

/** Time that a node may take to exit after SIGTERM. */
export const PATIENCE_MS = 5000;
/** Margin of a node's time to live beyond that of its run: nodes outlive the run, but do exit. */
const NODE_MARGIN_MS = 600_000;

/** The nodes of a run as processes on this machine; `nodesPerProcess` of them share a process. */
export interface NodeProcesses {
	observe(): Promise<Node[]>;
	/** Starts those of the nodes that are not running. */
	start(nodes: readonly string[]): Promise<void>;
	/** Stops each process whose nodes all match; kills it after `patienceMs`. */
	end(gone: (node: string) => boolean, patienceMs: number): Promise<void>;
	/** Starts or stops nodes of a group until it has exactly this many. */
	scale(group: string, replicas: number): Promise<void>;
	/** Finds the running processes of the run. */
	find(): Promise<NodeProcess[]>;
}

/**
 * @param addresses folder in which nodes publish their addresses
 * @param logs folder in which each node writes `<node>.log`
 */
export function createNodeProcesses(
	plan: Plan,
	folder: RunFolder,
	options: RunnerOptions,
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
			await startMissing(nodesIn({ name, replicas }));
			const tooMany = (node: string) =>
				groupOf(node) === name && ordinalOf(node) >= replicas;
			await endNodes(tooMany, PATIENCE_MS);
		},
		find,
	};
}

function programNamed(
	{ programs }: RunnerOptions,
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
