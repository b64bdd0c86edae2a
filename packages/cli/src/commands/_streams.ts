import { basename } from "node:path";
import { streamFiles } from "@lab/analysis/sources";
import type { Argument } from "../command.ts";

export const logsArgument: Argument = {
	name: "<logs...>",
	description:
		"files or folders of logs: any format; plain, gz or zst; rotated; as the kubelet lays them out",
};

export interface NamedFiles {
	readonly name: string;
	/** Oldest first. */
	readonly paths: readonly string[];
}

/** What a person named, stream by stream. @throws LabError `no-log-files` */
export async function streamsIn(
	places: readonly string[],
): Promise<NamedFiles[]> {
	const found: NamedFiles[] = [];
	for (const place of places) {
		for (const { stream, paths } of await streamFiles(place)) {
			const { namespace, pod, container } = stream;
			const name =
				paths.length === 1 && namespace === ""
					? basename(paths[0] as string)
					: [namespace, pod, container].filter(Boolean).join("/");
			found.push({ name, paths });
		}
	}
	return found;
}
