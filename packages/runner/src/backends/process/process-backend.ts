import { mkdir, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { endDaemon, LabError, startDaemon, suggestion } from "@lab/core";
import type { NodeGroup, Plan } from "@lab/record";
import type { Backend, Collected, Node } from "../../backend.ts";
import { reasonOf } from "../../persist.ts";
import type { RunFolder, RunOptions } from "../../run-folder.ts";
import { checkPlan } from "./check-plan.ts";
import { copyAll } from "./copy-files.ts";
import { shipLogs } from "./log-shipper.ts";
import {
	answers,
	clockOffset,
	pingPeer,
	readInfo,
	readMetrics,
	sumOf,
} from "./node-client.ts";
import {
	basesOf,
	cut,
	probeChurn,
	probePartition,
	probeShape,
	slow,
} from "./process-disturbance.ts";
import { findProcesses, type NodeProcess } from "./process-table.ts";
import { every, removeTargets, scrapeAll, writeTargets } from "./scraper.ts";

/** What a node leaves in the folder of addresses. */
interface Address {
	readonly node: string;
	readonly http: string;
	readonly metrics: string;
	readonly pid: number;
}

const TARGETS_EVERY_MS = 1000;
/** Beyond the run's own time, so that nodes never end before it; yet they end. */
const NODE_MARGIN_MS = 600_000;

const groupOf = (node: string): string => node.replace(/-\d+$/, "");

/** Node groups as processes of this machine. */
export function processBackend(
	plan: Plan,
	folder: RunFolder,
	options: RunOptions,
	tell: (text: string) => void = () => {},
): Backend {
	const addresses = join(folder.work, "addresses");
	const logs = join(folder.work, "logs");
	const metrics = join(folder.work, "metrics");
	const targets =
		options.targetsFolder === undefined
			? undefined
			: join(options.targetsFolder, `${folder.id}.json`);
	const groupNamed = (name: string): NodeGroup =>
		plan.groups.find((group) => group.name === name) as NodeGroup;
	const containerOf = (group: string): string => groupNamed(group).container;

	const observe = async (): Promise<Node[]> => {
		const owner = new Map<string, NodeProcess>();
		for (const one of await findProcesses(addresses)) {
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
		const there = new Set(
			(await findProcesses(addresses)).flatMap(({ nodes }) => nodes),
		);
		const batches = new Map<string, string[]>();
		for (const node of wanted) {
			if (there.has(node)) continue;
			const { process: spec } = groupNamed(groupOf(node));
			const ordinal = Number(node.slice(node.lastIndexOf("-") + 1));
			const key = `${groupOf(node)}/${Math.floor(ordinal / (spec?.nodesPerProcess ?? 1))}`;
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
		const all = await findProcesses(addresses);
		const going = all.filter(({ nodes }) => nodes.every(gone));
		await Promise.all(going.map((one) => endDaemon(one, patienceMs)));
		await Promise.all(
			going
				.flatMap(({ nodes }) => nodes)
				.map((node) => rm(join(addresses, `${node}.json`), { force: true })),
		);
	};

	return {
		check: (given) => checkPlan(given, options),
		async prepare() {
			await Promise.all(
				[addresses, logs, metrics].map((path) =>
					mkdir(path, { recursive: true }),
				),
			);
		},
		async scale(name, replicas) {
			await startMissing(
				Array.from({ length: replicas }, (_, ordinal) => `${name}-${ordinal}`),
			);
			const tooMany = (node: string) =>
				groupOf(node) === name &&
				Number(node.slice(node.lastIndexOf("-") + 1)) >= replicas;
			await endNodes(tooMany, 5000);
		},
		observe,
		async ready(nodes, signal) {
			const up = await Promise.all(
				nodes.map(async ({ name, urls }) =>
					urls.http !== undefined && (await answers(urls.http, signal))
						? [name]
						: [],
				),
			);
			return new Set(up.flat());
		},
		async metric(group, name, signal) {
			const values = await Promise.all(
				(await observe())
					.filter((node) => node.group === group && node.urls.metrics)
					.map(async (node) => {
						const text = await readMetrics(node.urls.metrics as string, signal);
						const value = sumOf(text, name);
						return value === undefined ? [] : [[node.name, value] as const];
					}),
			);
			return new Map(values.flat());
		},
		async clocks(signal) {
			const bases = [...basesOf(await observe())];
			const seen = await Promise.all(
				bases.map(
					async ([node, at]) => [node, await clockOffset(at, signal)] as const,
				),
			);
			return new Map(seen);
		},
		async begin(step, signal) {
			switch (step.kind) {
				case "churn": {
					const going = new Set(step.nodes);
					return endNodes(
						(node) => going.has(node),
						step.by === "kill" ? 0 : 5000,
					);
				}
				case "partition":
					return cut(step, true, basesOf(await observe()), signal);
				case "shape":
					return slow(step, true, basesOf(await observe()), signal);
			}
		},
		async end(step, signal) {
			switch (step.kind) {
				case "churn":
					return startMissing(step.nodes);
				case "partition":
					return cut(step, false, basesOf(await observe()), signal);
				case "shape":
					return slow(step, false, basesOf(await observe()), signal);
			}
		},
		async probe(step, signal) {
			const bases = basesOf(await observe());
			switch (step.kind) {
				case "churn":
					return probeChurn(step, bases, signal);
				case "partition":
					return probePartition(step, bases, signal);
				case "shape":
					return probeShape(step, bases, signal);
			}
		},
		async measure(pairs, signal) {
			const bases = basesOf(await observe());
			const times = await Promise.all(
				pairs.map(async ([from, to]) => {
					const [a, b] = [bases.get(from), bases.get(to)];
					if (a === undefined || b === undefined) return undefined;
					return pingPeer(a, (await readInfo(b, signal)).peerId, signal);
				}),
			);
			const known = times.filter((time) => time !== undefined);
			return {
				holds: known.length === pairs.length,
				seen: `${known.length} of ${pairs.length} pairs connected, round trips ${known.map((time) => time.toFixed(1)).join(", ")} ms`,
			};
		},
		follow() {
			const shipper =
				options.logsUrl === undefined
					? undefined
					: shipLogs(
							options.logsUrl,
							logs,
							join(folder.work, "shipped.json"),
							(node) => ({
								run: folder.id,
								namespace: plan.namespace,
								container: containerOf(groupOf(node)),
							}),
							tell,
						);
			const failed = (error: unknown) => tell(reasonOf(error));
			const announce = async () => {
				if (targets === undefined) return;
				await writeTargets(
					targets,
					await observe(),
					plan.namespace,
					containerOf,
				);
			};
			const stops = [
				every(TARGETS_EVERY_MS, announce, failed),
				plan.drain.scrapeIntervalMs > 0
					? every(
							plan.drain.scrapeIntervalMs,
							async (signal) => scrapeAll(metrics, await observe(), signal),
							failed,
						)
					: async () => {},
			];
			return {
				async flush(signal) {
					await shipper?.flush(signal);
					return scrapeAll(metrics, await observe(), signal);
				},
				async stop() {
					await Promise.all([...stops.map((stop) => stop()), shipper?.stop()]);
				},
			};
		},
		async collect(into): Promise<Collected[]> {
			return [
				...(await copyAll(logs, into, "logs", ".log", {
					content: "logs",
					format: "text",
				})),
				...(await copyAll(metrics, into, "metrics", ".prom", {
					content: "metrics",
					format: "openmetrics",
				})),
			];
		},
		async teardown() {
			await endNodes(() => true, 5000);
			if (targets !== undefined) await removeTargets(targets);
			await rm(folder.work, { recursive: true, force: true });
		},
		async leftovers() {
			const left = await findProcesses(addresses);
			const work = await stat(folder.work).catch(() => undefined);
			return [
				...left.map(({ pid, nodes }) => `process ${pid} (${nodes.join(", ")})`),
				...(work === undefined ? [] : [folder.work]),
			];
		},
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
