import { readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { LabError } from "@lab/core";
import { evaluate, type RawSeries } from "./_evaluate.ts";
import { fileLines } from "./_file-lines.ts";
import type { MetricSource } from "./metric-source.ts";
import { toNumber } from "./prometheus.ts";

const SAMPLE =
	/^([a-zA-Z_:][\w:]*)(?:\{(.*)\})?\s+(\S+)(?:\s+(-?[\d.]+))?(?:\s+#.*)?$/;
const LABEL = /([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/g;

/**
 * Raw exposition files (`.prom`, `.om`, `.txt`; Prometheus text or OpenMetrics,
 * each sample with its time), plain or packed. A file named after a pod lends
 * it the label `pod` where its samples carry none.
 *
 * @param root a folder or one file
 * @param labels added where a sample has none of that name
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

interface Growing {
	labels: Record<string, string>;
	times: number[];
	values: number[];
}

async function readAll(
	root: string,
	extra: Readonly<Record<string, string>>,
): Promise<RawSeries[]> {
	const series = new Map<string, Growing>();
	for (const path of await expositionPaths(root)) {
		const pod = /^([a-z0-9-]+-\d+)\./.exec(basename(path))?.[1];
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
							: `this is no sample: ${line.slice(0, 120)}`,
						where: `${path}:${number}`,
						help: "write '<name>{<labels>} <value> <time>' on each line",
					});
				}
				add(series, found, { ...(pod && { pod }), ...extra });
			}
		}
	}
	return [...series.values()].map(inOrder);
}

function add(
	series: Map<string, Growing>,
	[, name = "", pairs = "", value = "", time = ""]: RegExpExecArray,
	extra: Readonly<Record<string, string>>,
): void {
	const key = `${name}{${pairs}}${extra.pod ?? ""}`;
	let held = series.get(key);
	if (held === undefined) {
		const own = Object.fromEntries(
			[...pairs.matchAll(LABEL)].map(([, label, text]) => [
				label,
				(text as string).replace(/\\(.)/g, (_, c) => (c === "n" ? "\n" : c)),
			]),
		);
		held = {
			labels: { ...extra, ...own, __name__: name },
			times: [],
			values: [],
		};
		series.set(key, held);
	}
	// OpenMetrics has seconds, the older text has milliseconds.
	const at = Number(time);
	held.times.push(at < 1e11 ? Math.round(at * 1000) : at);
	held.values.push(toNumber(value));
}

function inOrder({ labels, times, values }: Growing): RawSeries {
	const order = [...times.keys()].sort(
		(a, b) => (times[a] as number) - (times[b] as number),
	);
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
