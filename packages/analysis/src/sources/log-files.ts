import { basename } from "node:path";
import { exitCode, LabError } from "@lab/core";
import {
	type LogFolder,
	type StreamFiles,
	streamFiles,
} from "./_log-layout.ts";
import { bytesOf, fileLines } from "./file-lines.ts";
import type { LogQuery, LogSlice, LogSource } from "./log-source.ts";

/** Bytes from which no two nodes write the same log by chance. */
const OWN_BYTES = 4096;

/**
 * Reads files and folders: plain, gz or zst, rotated, or in the kubelet's layout.
 * The time range of a query is ignored, since files have no times except those in
 * their lines.
 *
 * @param hosts machine of each pod, for layouts that do not name it
 */
export function logFiles(
	root: string,
	hosts: Readonly<Record<string, string>> = {},
): LogSource {
	let files: Promise<LogFolder> | undefined;
	const all = () => {
		files ??= streamFiles(root);
		return files;
	};
	const named = async (
		query: LogQuery,
		slice: LogSlice,
	): Promise<StreamFiles> => {
		const { streams } = await all();
		const found = streams.find(({ name }) => name === slice.part);
		const { stream } = found as StreamFiles;
		return {
			...(found as StreamFiles),
			stream: {
				namespace: stream.namespace || query.namespace,
				pod: stream.pod,
				container: stream.container || (query.container ?? ""),
				host: stream.host || (hosts[stream.pod] ?? ""),
			},
		};
	};
	async function* containers(query: LogQuery, slice: LogSlice) {
		const { stream, containers: found } = await named(query, slice);
		for (const [restarts, paths] of found.entries())
			yield {
				paths,
				stream: { ...stream, ...(found.length > 1 && { restarts }) },
			};
	}
	return {
		name: "files",
		capabilities: {
			counts: false,
			times: false,
			remote: false,
		},

		async plan(query) {
			const wanted = (pod: string) =>
				query.workloads.some(
					(workload) =>
						pod.startsWith(`${workload}-`) &&
						/^\d+$/.test(pod.slice(workload.length + 1)),
				);
			const { streams, leftOut, alike, doubtful } = await all();
			for (const { path, reason, stream } of leftOut) {
				if (stream === undefined || !wanted(stream.pod)) continue;
				throw new LabError({
					code: "unreadable-file",
					what: `lines of ${stream.pod} are missing: ${reason}`,
					where: path,
					help: "decompress the file, or remove it if its lines do not count",
					exit: exitCode.unavailable,
				});
			}
			for (const { paths, pods, size } of alike) {
				const nodes = [...new Set(pods.filter(wanted))];
				if (size < OWN_BYTES || nodes.length < 2) continue;
				throw new LabError({
					code: "duplicate-file",
					what: `the logs of ${nodes.join(" and ")} are the same: only one of them can be its node's`,
					where: paths.join(", "),
					help: "collect them again, or remove the wrong ones: their nodes then have no log",
				});
			}
			for (const { path, doubt } of doubtful) {
				if (!wanted(basename(path).replace(/\.\d+\.[^/]*$/, ""))) continue;
				throw new LabError({
					code: "unclear-file",
					what: `it is unclear whose log this is: ${doubt}`,
					where: path,
					help: "rename the file, or remove it if its lines do not count",
				});
			}
			return streams
				.filter(({ stream }) => wanted(stream.pod))
				.filter(
					({ stream: { namespace, container } }) =>
						[query.namespace, ""].includes(namespace) &&
						(query.container === undefined ||
							[query.container, ""].includes(container)),
				)
				.map(({ name }) => ({
					id: name,
					part: name,
					start: query.start,
					end: query.end,
				}));
		},

		async *read(query, slice) {
			for await (const { stream, paths } of containers(query, slice))
				for (const path of paths)
					for await (const lines of fileLines(path)) yield { stream, lines };
		},

		async *readBytes(query, slice) {
			for await (const { stream, paths } of containers(query, slice))
				for await (const bytes of bytesOf(paths)) yield { stream, bytes };
		},
	};
}
