import { type LeftOut, streamFiles } from "@lab/analysis/files";

export const logsArgument = {
	name: "<logs...>",
	description:
		"log files or folders, of any format: plain, gz or zst; rotated; in the kubelet's layout",
} as const;

/** Groups the files in the given places by stream. @throws LabError `no-log-files` */
export const streamsIn = streamFiles;

/** Lines of a report about the files that were not read. */
export const leftOutLines = (leftOut: readonly LeftOut[]): string[] =>
	leftOut.map(({ path, reason }) => `    left out  ${path}: ${reason}`);
