import { appendFile, mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { LabError, writeFileAtomically } from "@lab/core";
import type { Node } from "../../backend.ts";
import { sleep } from "../../clock.ts";
import { readMetrics } from "../node-client.ts";

/** Writes the file of a scraper's service discovery: one target for each node, labelled as on a cluster. */
export async function writeTargets(
	path: string,
	nodes: readonly Node[],
	namespace: string,
	containerOf: (group: string) => string,
): Promise<void> {
	const targets = nodes.flatMap(({ name, group, urls }) =>
		urls.metrics === undefined
			? []
			: [
					{
						targets: [new URL(urls.metrics).host],
						labels: {
							job: group,
							namespace,
							pod: name,
							container: containerOf(group),
							statefulset: group,
						},
					},
				],
	);
	await writeFileAtomically(path, JSON.stringify(targets, null, 2));
}

export const removeTargets = (path: string): Promise<void> =>
	rm(path, { force: true });

/**
 * Scrapes nodes into `<node>.prom`, each sample with its time.
 *
 * @returns nodes that did not answer
 */
export async function scrapeAll(
	folder: string,
	nodes: readonly Node[],
	signal: AbortSignal,
): Promise<string[]> {
	await mkdir(folder, { recursive: true });
	const missing: string[] = [];
	await Promise.all(
		nodes.map(async ({ name, urls }) => {
			const text =
				urls.metrics === undefined
					? undefined
					: await readMetrics(urls.metrics, signal).catch((error: unknown) => {
							if (error instanceof LabError) return undefined;
							throw error;
						});
			if (text === undefined) missing.push(name);
			else await appendFile(join(folder, `${name}.prom`), stamped(text));
		}),
	);
	return missing.sort();
}

/** Appends a timestamp to each sample, in milliseconds since 1970. */
const stamped = (text: string, time = Date.now()): string =>
	text
		.split("\n")
		.filter((line) => line !== "" && !line.startsWith("#"))
		.map((line) => `${line} ${time}\n`)
		.join("");

/** Repeats a task, one call at a time, until the returned function stops it. */
export function every(
	ms: number,
	task: (signal: AbortSignal) => Promise<unknown>,
	failed: (error: unknown) => void,
): () => Promise<void> {
	const own = new AbortController();
	const loop = (async () => {
		while (!own.signal.aborted) {
			await task(own.signal).catch((error: unknown) => {
				if (!own.signal.aborted) failed(error);
			});
			await sleep(ms, own.signal).catch(() => {});
		}
	})();
	return async () => {
		own.abort();
		await loop;
	};
}
