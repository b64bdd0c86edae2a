import { readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { LabError } from "@lab/core";
import { isNodeName } from "@lab/record/node-name";
import { evaluate, type RawSeries } from "./_evaluate.ts";
import { fileLines } from "./file-lines.ts";
import type { MetricSource } from "./metric-source.ts";
import { toNumber } from "./prometheus.ts";

const SAMPLE =
	/^([a-zA-Z_:][\w:]*)(?:\{(.*)\})?\s+(\S+)(?:\s+(-?[\d.]+))?(?:\s+#.*)?$/;
const LABEL = /([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/g;

/**
 * Reads raw exposition files (`.prom`, `.om`, `.txt`; Prometheus text or
 * OpenMetrics, each sample with its time), plain or compressed. If a file is named
 * after a pod, samples without a label `pod` get that name.
 *
 * @param root folder or single file
 * @param labels added to samples that lack them
 */
export function expositionFiles(
	root: string,
	labels: Readonly<Record<string, string>> = {},
): MetricSource {
	let samples: Promise<RawSeries[]> | undefined;
	return {
		name: "exposition-files",
		capabilities: { promql: false, remote: false },
		async *range(query) {
			samples ??= readAll(root, labels);
			yield* evaluate(query, await samples);
		},
	};
}

interface SeriesBuilder {
	labels: Record<string, string>;
	times: number[];
	values: number[];
}

async function readAll(
	root: string,
	extra: Readonly<Record<string, string>>,
): Promise<RawSeries[]> {
	const series = new Map<string, SeriesBuilder>();
	for (const path of await expositionPaths(root)) {
		const [stem = ""] = basename(path).split(".");
		const pod = isNodeName(stem) ? stem : undefined;
		let number = 0;
		for await (const lines of fileLines(path)) {
			for (const line of lines) {
				number += 1;
				if (line === "" || line.startsWith("#")) continue;
				const found = SAMPLE.exec(line.trimEnd());
				const time = found?.[4];
				if (!found || time === undefined) {
					throw new LabError({
						code: "bad-sample",
						what: found
							? `the sample has no time: ${line.slice(0, 120)}`
							: `the line is not a sample: ${line.slice(0, 120)}`,
						where: `${path}:${number}`,
						help: "each line must have the form '<name>{<labels>} <value> <time>'",
					});
				}
				add(series, found, { ...(pod && { pod }), ...extra });
			}
		}
	}
	return [...series.values()].map(inOrder);
}

function add(
	series: Map<string, SeriesBuilder>,
	[, name = "", pairs = "", value = "", time = ""]: RegExpExecArray,
	extra: Readonly<Record<string, string>>,
): void {
	const key = `${name}{${pairs}}${extra.pod ?? ""}`;
	let entry = series.get(key);
	if (entry === undefined) {
		const own = Object.fromEntries(
			[...pairs.matchAll(LABEL)].map(([, label, text]) => [
				label,
				(text as string).replace(/\\(.)/g, (_, c) => (c === "n" ? "\n" : c)),
			]),
		);
		entry = {
			labels: { ...extra, ...own, __name__: name },
			times: [],
			values: [],
		};
		series.set(key, entry);
	}
	// OpenMetrics uses seconds, the older text format milliseconds.
	const at = Number(time);
	const number = toNumber(value);
	// NaN stands for no value; kept, it would make a whole rate or sum NaN.
	if (Number.isNaN(number)) return;
	entry.times.push(at < 1e11 ? Math.round(at * 1000) : at);
	entry.values.push(number);
}

function inOrder({ labels, times, values }: SeriesBuilder): RawSeries {
	const order = [...times.keys()]
		.sort((a, b) => (times[a] as number) - (times[b] as number))
		// A file beside its compressed copy contains every sample twice.
		.filter((at, index, all) => times[at] !== times[all[index - 1] ?? -1]);
	return {
		labels,
		times: order.map((index) => times[index] as number),
		values: order.map((index) => values[index] as number),
	};
}

async function expositionPaths(root: string): Promise<string[]> {
	const named = /\.(prom|om|openmetrics|txt|metrics)(\.gz|\.zst)?$/;
	const entries = await readdir(root, {
		recursive: true,
		withFileTypes: true,
	}).catch((error: NodeJS.ErrnoException) => {
		if (error.code === "ENOTDIR") return undefined;
		throw error;
	});
	if (entries === undefined) return [root];
	return entries
		.filter((entry) => entry.isFile() && named.test(entry.name))
		.map((entry) => join(entry.parentPath, entry.name))
		.sort();
}
