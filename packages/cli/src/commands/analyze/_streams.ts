import { type LogFolder, streamFiles } from "@lab/analysis/files";

export const logsArgument = {
	name: "<logs...>",
	description:
		"log files or folders, of any format: plain, gz or zst; rotated; in the kubelet's layout",
} as const;

/** Groups the files in the given places by stream. @throws LabError `no-log-files` */
export const streamsIn = streamFiles;

/** Lines of a report about the files that were not read, or that may be others than they seem. */
export const fileNotes = ({
	leftOut,
	alike,
	doubtful,
}: LogFolder): string[] => [
	...leftOut.map(({ path, reason }) => `    left out  ${path}: ${reason}`),
	...alike.map(
		({ paths }) =>
			`       alike  ${paths.join(" and ")} have the same lines: each counts`,
	),
	...doubtful.map(({ path, doubt }) => `     unclear  ${path}: ${doubt}`),
];
