import type { DatasetFile } from "./dataset.ts";

/** Names of a run's files, relative to its folder. */
export const runFiles = {
	plan: "plan.json",
	/** Options of the runner, in addition to the plan. */
	options: "options.json",
	/** One {@link RunEvent} a line. */
	events: "events.jsonl",
	/** Messages sent, each recorded before it is sent. */
	sends: "sends.jsonl",
	/** One {@link PublishRecord} a line. */
	publishes: "publishes.jsonl",
	/** A list of {@link Window}. */
	windows: "windows.json",
	/** A list of {@link NodeRecord}. */
	nodes: "nodes.json",
	/** {@link Dataset} */
	dataset: "dataset.json",
	/** {@link Verdict} */
	verdict: "verdict.json",
	/** {@link Run}: the state that results from the events. */
	run: "run.json",
	/** {@link ImportedRun}: replaces all other files in a run that another tool made. */
	imported: "imported.json",
} as const;

/** Names of a run's subfolders. */
export const runFolders = {
	/** `<node>.log`, or an archive. */
	logs: "logs",
	/** `<node>.prom`, or an archive. */
	metrics: "metrics",
	/** Files of an imported run, as the other tool wrote them. */
	source: "source",
	/** Tables made by the analysis. */
	tables: "tables",
} as const;

/** Path of a node's log, relative to the run's folder. */
export const logFileOf = (node: string): string =>
	`${runFolders.logs}/${node}.log`;

/** Node of a path that `logFileOf` returned. */
export const nodeOfLog = (path: string): string =>
	path.slice(runFolders.logs.length + 1, -".log".length);

export type NamedFile = Pick<DatasetFile, "path" | "content" | "format">;

/** First files of every dataset: what the run planned and what it did. */
export const datasetDocuments = [
	{ path: runFiles.plan, content: "plan", format: "json" },
	{ path: runFiles.windows, content: "windows", format: "json" },
	{ path: runFiles.nodes, content: "nodes", format: "json" },
	{ path: runFiles.publishes, content: "publishes", format: "jsonl" },
] as const satisfies readonly NamedFile[];

/** Files that accompany a dataset: the course and the result of the run. */
export const companionFiles = [
	runFiles.verdict,
	runFiles.events,
	runFiles.run,
] as const;
