import { existsSync, readFileSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import {
	canonicalJson,
	type Duration,
	exitCode,
	LabError,
	toMilliseconds,
	writeFileAtomically,
} from "@lab/core";
import { dataset as datasetSchema, parseDocument } from "@lab/record";
import { gossipQueries, type Query } from "@lab/signals";
import { eventSchemas } from "../events/registry.ts";
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
import { type RunFolder, readRun } from "./read-run.ts";
import { receiptsOf } from "./receipts.ts";
import { sentinel } from "./sentinel.ts";

export interface AnalyseOptions extends ReadOptions {
	/** Where logs and metrics are. @default the run's own files */
	readonly stack?: Stack;
	/** Folder of tables. @default `<run>/tables` */
	readonly tables?: string;
	readonly queries?: readonly Query[];
	readonly stepMs?: number;
	readonly rateWindow?: Duration;
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
	/** Lines that sentinels tell of and that did not arrive; absent without sentinels. */
	readonly lost?: number;
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
	const stack = options.stack ?? (await ownFiles(folder, plan.namespace));
	const container = plan.groups[0]?.container;
	step(`reading logs from ${stack.logs.kind}`);
	const logs = logsOf(stack);
	const events = await writeEvents(
		database,
		logs,
		{
			start: run.start,
			end: run.end,
			namespace: plan.namespace,
			workloads: plan.groups.map(({ name }) => name),
			...(container && { container }),
		},
		{
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
		},
	);
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
	const samples = await readMetrics(database, tables, run, stack, options);
	step("judging deliveries");
	await createViews(database, tables, facts.run);
	const gaps = await logGaps(database);
	await buildLedger(database, {
		folder: tables,
		facts: withHosts(facts, events.hosts, gaps),
		receipts: await receiptsOf(database, tables, facts.run),
		counters: await counted(database, tables, facts.run),
	});
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
			...(beats > 0 && { lost: gaps.reduce((sum, { lost }) => sum + lost, 0) }),
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

/** A run folder as a stack: the files that its `dataset.json` names. */
export async function ownFiles(
	folder: string,
	namespace: string,
): Promise<Stack> {
	const path = join(folder, "dataset.json");
	const held = existsSync(path)
		? parseDocument(datasetSchema, await readFile(path, "utf8"), path)
		: undefined;
	const root = (content: string) => {
		const files = held?.files.filter((file) => file.content === content) ?? [];
		const first = files[0]?.path;
		return join(
			folder,
			first === undefined
				? content
				: files.length === 1
					? first
					: dirname(first),
		);
	};
	const metrics = root("metrics");
	return {
		logs: { kind: "files", path: root("logs") },
		...(existsSync(metrics) && {
			metrics: { kind: "exposition", path: metrics, labels: { namespace } },
		}),
	};
}

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

async function logGaps(
	database: Database,
): Promise<(GapFact & { lost: number })[]> {
	const rows = await database.rows<{
		node: string;
		start_ns: number | bigint;
		end_ns: number | bigint;
		lost: number;
	}>(readFileSync(join(import.meta.dirname, "log-gaps.sql"), "utf8"));
	return rows.map(({ node, start_ns, end_ns, lost }) => ({
		node,
		start: BigInt(start_ns),
		end: BigInt(end_ns),
		reason: "log gap" as const,
		lost,
	}));
}

async function readMetrics(
	database: Database,
	tables: string,
	{ facts, plan, start, end }: RunFolder,
	stack: Stack,
	options: AnalyseOptions,
): Promise<Record<string, number> | undefined> {
	const source = metricsOf(stack);
	if (source === undefined) return undefined;
	options.onStep?.(`asking ${source.name} for metrics`);
	const scrape = plan.drain.scrapeIntervalMs || 15_000;
	const stepMs = options.stepMs ?? scrape;
	const rateWindow: Duration =
		options.rateWindow ?? `${Math.max(4 * scrape, 20_000)}ms`;
	if (toMilliseconds(rateWindow) < 2 * scrape) {
		throw new LabError({
			code: "rate-window-too-short",
			what: `a rate over ${rateWindow} needs two samples, which come each ${scrape} ms`,
			where: "--rate-window",
			help: "take four scrape intervals",
		});
	}
	const asked = (options.queries ?? gossipQueries).map((one) => ({
		query: one,
		scope: { namespace: plan.namespace, rateWindow },
		start,
		end,
		stepMs,
	}));
	return writeMetrics(database, source, asked, {
		folder: tables,
		run: facts.run,
		...(options.signal && { signal: options.signal }),
	});
}
