import { bytesOf, fileLines } from "./_file-lines.ts";
import { type StreamFiles, streamFiles } from "./_log-layout.ts";
import { streamKey } from "./label-mapping.ts";
import type { LogQuery, LogSlice, LogSource } from "./log-source.ts";

/**
 * Files and folders: plain, gz or zst, rotated, or as the kubelet lays them
 * out. The window is not applied: a file has no other time than its lines'.
 *
 * @param hosts machine of each pod, for files whose layout does not say it
 */
export function logFiles(
	root: string,
	hosts: Readonly<Record<string, string>> = {},
): LogSource {
	let files: Promise<StreamFiles[]> | undefined;
	const all = () => {
		files ??= streamFiles(root);
		return files;
	};
	const named = async (
		query: LogQuery,
		slice: LogSlice,
	): Promise<StreamFiles> => {
		const found = (await all()).find(
			({ stream }) => streamKey(stream) === slice.part,
		);
		const { stream, paths } = found as StreamFiles;
		return {
			paths,
			stream: {
				namespace: stream.namespace || query.namespace,
				pod: stream.pod,
				container: stream.container || (query.container ?? ""),
				host: stream.host || (hosts[stream.pod] ?? ""),
			},
		};
	};
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
			return (await all())
				.filter(({ stream }) => wanted(stream.pod))
				.filter(
					({ stream: { namespace, container } }) =>
						[query.namespace, ""].includes(namespace) &&
						(query.container === undefined ||
							[query.container, ""].includes(container)),
				)
				.map(({ stream }) => ({
					id: streamKey(stream),
					part: streamKey(stream),
					start: query.start,
					end: query.end,
				}));
		},

		async *read(query, slice) {
			const { stream, paths } = await named(query, slice);
			for (const path of paths) {
				for await (const lines of fileLines(path)) yield { stream, lines };
			}
		},

		async *readBytes(query, slice) {
			const { stream, paths } = await named(query, slice);
			for await (const bytes of bytesOf(paths)) yield { stream, bytes };
		},
	};
}
