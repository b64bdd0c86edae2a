/** Exports for log files only, so that commands which read no store load no client. */

export {
	type LeftOut,
	type LogFolder,
	type StreamFiles,
	streamFiles,
} from "./_log-layout.ts";
export { bytesOf, changedAt } from "./file-lines.ts";
