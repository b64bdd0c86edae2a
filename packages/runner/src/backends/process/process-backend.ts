import { mkdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { reasonOf } from "@lab/core";
import { groupOf, type NodeGroup, type Plan, runFolders } from "@lab/record";
import type { Backend, Collected } from "../../backend.ts";
import type { RunFolder, RunnerOptions } from "../../run-folder.ts";
import {
	askSentinel,
	clockOffset,
	isReady,
	pingPeer,
	readInfo,
	readMetrics,
	sumOf,
} from "../node-client.ts";
import { baseUrlsOf } from "../node-presence.ts";
import { checkProcessPlan } from "./check-plan.ts";
import { copyFiles } from "./copy-files.ts";
import { shipLogs } from "./log-shipper.ts";
import { claimNamespace, releaseNamespace } from "./namespace-claim.ts";
import { createNodeProcesses, PATIENCE_MS } from "./node-processes.ts";
import {
	probeChurn,
	probePartition,
	probeShape,
	setDelay,
	setPartition,
} from "./process-disturbance.ts";
import { every, removeTargets, scrapeAll, writeTargets } from "./scraper.ts";

const TARGETS_EVERY_MS = 1000;

/** Backend that runs node groups as processes on this machine. */
export function processBackend(
	plan: Plan,
	folder: RunFolder,
	options: RunnerOptions,
	print: (text: string) => void = () => {},
): Backend {
	const addresses = join(folder.work, "addresses");
	const logs = join(folder.work, runFolders.logs);
	const metrics = join(folder.work, runFolders.metrics);
	const targets =
		options.targetsFolder === undefined
			? undefined
			: join(options.targetsFolder, `${folder.id}.json`);
	const groupNamed = (name: string): NodeGroup =>
		plan.groups.find((group) => group.name === name) as NodeGroup;
	const containerOf = (group: string): string => groupNamed(group).container;

	const nodes = createNodeProcesses(plan, folder, options, addresses, logs);
	const { observe } = nodes;

	return {
		check: (given) => checkProcessPlan(given, options),
		claim: () => claimNamespace(plan, folder, options),
		unclaim: () => releaseNamespace(plan, folder, options),
		async prepare() {
			await Promise.all(
				[addresses, logs, metrics].map((path) =>
					mkdir(path, { recursive: true }),
				),
			);
		},
		scale: nodes.scale,
		observe,
		async ready(given, signal) {
			const up = await Promise.all(
				given.map(async ({ name, urls }) =>
					urls.http !== undefined && (await isReady(urls.http, signal))
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
			const bases = [...baseUrlsOf(await observe())];
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
					return nodes.end(
						(node) => going.has(node),
						step.by === "kill" ? 0 : PATIENCE_MS,
					);
				}
				case "partition":
					return setPartition(step, true, baseUrlsOf(await observe()), signal);
				case "shape":
					return setDelay(step, true, baseUrlsOf(await observe()), signal);
			}
		},
		async end(step, signal) {
			switch (step.kind) {
				case "churn":
					return nodes.start(step.nodes);
				case "partition":
					return setPartition(step, false, baseUrlsOf(await observe()), signal);
				case "shape":
					return setDelay(step, false, baseUrlsOf(await observe()), signal);
			}
		},
		async probe(step, signal) {
			const bases = baseUrlsOf(await observe());
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
			const bases = baseUrlsOf(await observe());
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
				seen: `${known.length} of ${pairs.length} pairs connected, round-trip times ${known.map((time) => time.toFixed(1)).join(", ")} ms`,
			};
		},
		async endLogs(signal) {
			const answers = await Promise.all(
				(await observe()).map(
					async ({ name, urls: { http } }) =>
						[
							name,
							http === undefined ? undefined : await askSentinel(http, signal),
						] as const,
				),
			);
			return new Map(
				answers.flatMap(([node, answer]) =>
					answer === "foreign" ? [] : [[node, answer]],
				),
			);
		},
		follow() {
			const shipper =
				options.logsUrl === undefined
					? undefined
					: shipLogs({
							url: options.logsUrl,
							run: folder.id,
							logs,
							collected: join(folder.path, runFolders.logs),
							state: join(folder.work, "shipped.json"),
							labelsOf: (node) => ({
								run: folder.id,
								namespace: plan.namespace,
								container: containerOf(groupOf(node)),
							}),
							print,
						});
			const failed = (error: unknown) => print(reasonOf(error));
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
				scrape: async (signal) => scrapeAll(metrics, await observe(), signal),
				ship: async (signal) => shipper?.flush(signal),
				countShipped: async (signal) => shipper?.count(signal),
				async stop() {
					await Promise.all([...stops.map((stop) => stop()), shipper?.stop()]);
				},
			};
		},
		async collect(into): Promise<Collected[]> {
			return [
				...(await copyFiles(logs, into, runFolders.logs, ".log", {
					content: "logs",
					format: "text",
				})),
				...(await copyFiles(metrics, into, runFolders.metrics, ".prom", {
					content: "metrics",
					format: "openmetrics",
				})),
			];
		},
		async teardown() {
			await nodes.end(() => true, PATIENCE_MS);
			if (targets !== undefined) await removeTargets(targets);
			await rm(folder.work, { recursive: true, force: true });
		},
		async leftovers() {
			const left = await nodes.find();
			const work = await stat(folder.work).catch(() => undefined);
			return [
				...left.map(({ pid, nodes }) => `process ${pid} (${nodes.join(", ")})`),
				...(work === undefined ? [] : [folder.work]),
			];
		},
	};
}
