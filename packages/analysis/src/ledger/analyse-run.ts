import { existsSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import {
	canonicalJson,
	exitCode,
	LabError,
	writeFileAtomically,
} from "@lab/core";
import { eventSchemas } from "../events/registry.ts";
import { deriveTables } from "../figures/index.ts";
import {
	logsOf,
	metricsOf,
	type ReadOptions,
	type Stack,
} from "../sources/index.ts";
import {
	createViews,
	type Database,
	tablesOf,
	writeEvents,
	writeMetrics,
} from "../tables/index.ts";
import { buildLedger } from "./build-ledger.ts";
import { counted } from "./counters.ts";
import type { GapFact, RunFacts } from "./facts.ts";
import { lostLines, silences } from "./log-gaps.ts";
import { withLoggedIds } from "./logged-ids.ts";
import { withOtherHashes } from "./other-hashes.ts";
import { ownStack } from "./own-stack.ts";
import { readRun } from "./read-run.ts";
import { receiptsOf } from "./receipts.ts";
import {
	logQueryOf,
	type MetricOptions,
	metricQueriesOf,
} from "./run-queries.ts";
import { sentinel } from "./sentinel.ts";

export interface AnalyseOptions extends ReadOptions, MetricOptions {
	/** Where logs and metrics are. @default the run's own files */
	readonly stack?: Stack;
	/** Folder of tables. @default `<run>/tables` */
	readonly tables?: string;
	readonly keepLog?: boolean;
	readonly onStep?: (text: string) => void;
}

/** What the lines of a run came to: `lines + unpacked = events + continuations + unparsed`. */
export interface LineCount {
	readonly lines: number;
	readonly unpacked: number;
	readonly events: number;
	readonly continuations: number;
	readonly unparsed: number;
	readonly reasons: readonly {
		reason: string;
		count: number;
		samples: readonly { stream: string; line: number; text: string }[];
	}[];
	/** Files that end within a line: what is there of it may say a wrong number. */
	readonly cut: number;
	/** Lines that sentinels tell of and that did not arrive; absent without sentinels. */
	readonly lost?: number;
	/** Nodes without a sentinel where others have them, or none up to the end. */
	readonly silent?: readonly string[];
}

export interface Analysed {
	readonly run: string;
	readonly folder: string;
	readonly experiment: string;
	readonly tables: string;
	readonly lineCount: LineCount;
	/** Rows per metric query; absent: no metrics asked. */
	readonly samples?: Readonly<Record<string, number>>;
}

const SUMMARY = "analysis.json";

/** Logs, metrics and plan of a run to tables. */
export async function analyseRun(
	database: Database,
	folder: string,
	options: AnalyseOptions = {},
): Promise<Analysed> {
	const step = options.onStep ?? (() => {});
	const run = await readRun(folder);
	const { facts, plan } = run;
	const tables = options.tables ?? join(folder, "tables");
	await rm(join(tables, `run=${facts.run}`), { recursive: true, force: true });
	const stack = options.stack ?? (await ownStack(folder, plan.namespace));
	step(`reading logs from ${stack.logs.kind}`);
	const logs = logsOf(stack);
	const events = await writeEvents(database, logs, logQueryOf(run), {
		folder: tables,
		run: facts.run,
		schemas: withSentinel(),
		keepLog: options.keepLog ?? false,
		options: {
			...options,
			onSlice: (slice, index, of) => {
				if (logs.capabilities.remote)
					step(`reading logs: slice ${index + 1} of ${of}`);
				options.onSlice?.(slice, index, of);
			},
		},
	});
	if (events.tally.lines === 0) {
		throw new LabError({
			code: "no-lines",
			what: `${stack.logs.kind} has no line of run ${facts.run}`,
			where: folder,
			help: "check namespace, window and labels of the stack",
			exit: exitCode.letDown,
		});
	}
	if (!events.tally.balanced) {
		throw new Error("a line is neither event, continuation nor unparsed");
	}
	const source = metricsOf(stack);
	if (source) step(`asking ${source.name} for metrics`);
	const samples =
		source &&
		(await writeMetrics(database, source, metricQueriesOf(run, options), {
			folder: tables,
			run: facts.run,
			...(options.signal && { signal: options.signal }),
		}));
	step("judging deliveries");
	await createViews(database, tables, facts.run);
	const gaps = await lostLines(database);
	const silent = await silences(database, run);
	await buildLedger(database, {
		folder: tables,
		facts: await withOtherHashes(
			database,
			await withLoggedIds(
				database,
				tables,
				withHosts(facts, events.hosts, [...gaps, ...silent]),
			),
		),
		receipts: await receiptsOf(database, tables, facts.run),
		counters: await counted(database, tables, facts.run),
	});
	await deriveTables(database, tables, facts.run);
	const { tally } = events;
	const beats = events.rows[sentinel.name] ?? 0;
	const analysed: Analysed = {
		run: facts.run,
		folder,
		experiment: plan.experiment,
		tables,
		lineCount: {
			lines: tally.lines,
			unpacked: tally.unpacked,
			events: tally.eventCount,
			continuations: tally.continuations,
			unparsed: tally.unparsedCount,
			reasons: tally.unparsed,
			cut: tally.cutStreams,
			...(beats > 0 && {
				lost: gaps.reduce((sum, { lost }) => sum + lost, 0),
				silent: silent.map(({ node }) => node),
			}),
		},
		...(samples && { samples }),
	};
	await writeFileAtomically(
		join(tables, `run=${facts.run}`, SUMMARY),
		canonicalJson(analysed),
	);
	return analysed;
}

/** What an earlier analysis of this folder left, if it is whole. */
export async function analysedBefore(
	folder: string,
	run: string,
): Promise<Analysed | undefined> {
	const path = join(folder, "tables", `run=${run}`, SUMMARY);
	if (!existsSync(path)) return undefined;
	const analysed = JSON.parse(await readFile(path, "utf8")) as Analysed;
	const there = await tablesOf(join(folder, "tables"), run);
	return there.includes("ledger")
		? { ...analysed, folder, tables: join(folder, "tables") }
		: undefined;
}

const withSentinel = () =>
	eventSchemas.some(({ messages }) => messages.includes("Sentinel"))
		? eventSchemas
		: [...eventSchemas, sentinel];

function withHosts(
	facts: RunFacts,
	hosts: ReadonlyMap<string, string>,
	lost: readonly GapFact[],
): RunFacts {
	return {
		...facts,
		nodes: facts.nodes.map((node) => ({
			...node,
			host: hosts.get(node.node) ?? node.host,
		})),
		gaps: [...facts.gaps, ...lost],
	};
}
