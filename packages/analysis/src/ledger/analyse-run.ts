import { existsSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import {
	canonicalJson,
	exitCode,
	LabError,
	writeFileAtomically,
} from "@lab/core";
import { groupOf, runFolders } from "@lab/record";
import { eventsOf } from "../events/events-of.ts";
import type { EventSchema } from "../events/schema.ts";
import type { Protocol } from "../protocol/index.ts";
import {
	logSourceOf,
	metricSourceOf,
	type ReadOptions,
	type Stack,
} from "../sources/index.ts";
import {
	createViews,
	type Database,
	deriveTables,
	tablesOf,
	writeEvents,
	writeMetrics,
} from "../tables/index.ts";
import { buildLedger } from "./build-ledger.ts";
import { counted } from "./counters.ts";
import type { GapFact, RunFacts } from "./facts.ts";
import type { LineCount } from "./line-count.ts";
import {
	endingsOf,
	lostLines,
	nodesWithoutLog,
	notStored,
	surplusLines,
	unlogged,
} from "./log-gaps.ts";
import { withLoggedIds } from "./logged-ids.ts";
import { ownStack } from "./own-stack.ts";
import { type RecordedRun, readRun } from "./read-run.ts";
import { receiptsOf, resolutionOf } from "./receipts.ts";
import {
	logQueryOf,
	type MetricOptions,
	metricQueriesOf,
	type RateWindow,
	rateWindowOf,
} from "./run-queries.ts";
import { sentinel } from "./sentinel.ts";

export interface AnalyseOptions extends ReadOptions, MetricOptions {
	/** Stores of logs and metrics. @default the run's own files */
	readonly stack?: Stack;
	/** Folder of tables. @default `<run>/tables` */
	readonly tables?: string;
	readonly keepLog?: boolean;
	readonly onStep?: (text: string) => void;
}

export interface Analysed {
	readonly run: string;
	readonly folder: string;
	readonly experiment: string;
	readonly tables: string;
	readonly lineCount: LineCount;
	/** Rows per metric query; absent if the stack has no metrics. */
	readonly samples?: Readonly<Record<string, number>>;
	/** Hash that replicates share; only for an imported run, which has no plan. */
	readonly plan?: string;
	/** What an importer had to assume. */
	readonly notes?: readonly string[];
	/** Reasons why the tool that made the run declared it invalid. */
	readonly invalid?: readonly string[];
	/** Window of the rates among the metrics. */
	readonly rates?: RateWindow;
	/** What was run, according to an importer; a run of ours has a plan instead. */
	readonly about?: ImportedFacts;
}

/** Facts about an imported run, as text so that they can be kept as JSON. */
export interface ImportedFacts {
	readonly facts: readonly { readonly name: string; readonly value: string }[];
	/** ns since 1970 */
	readonly started?: string;
	readonly lengthNs?: string;
}

const SUMMARY = "analysis.json";

/** Increase this if the columns of the ledger's tables change, so that earlier tables are made again. */
const LAYOUT = 4;

/** Reads the logs, metrics and plan of a run into tables, and builds its ledger. */
export async function analyseRun(
	database: Database,
	folder: string,
	protocols: readonly Protocol[],
	options: AnalyseOptions = {},
): Promise<Analysed> {
	const step = options.onStep ?? (() => {});
	const run = await readRun(folder);
	const { plan } = run;
	const facts = withFragments(run, protocols);
	const tables = options.tables ?? join(folder, runFolders.tables);
	await rm(join(tables, `run=${facts.run}`), { recursive: true, force: true });
	const stack = options.stack ?? (await ownStack(folder, plan.namespace));
	step(`reading logs from ${stack.logs.kind}`);
	const logs = logSourceOf(stack);
	const events = await writeEvents(database, logs, logQueryOf(run), {
		folder: tables,
		run: facts.run,
		schemas: withSentinel(eventsOf(protocols)),
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
			help: "check the namespace, the time range and the labels of the stack",
			exit: exitCode.unavailable,
		});
	}
	if (!events.tally.balanced) {
		throw new Error("a line is neither event, continuation nor unparsed");
	}
	const source = metricSourceOf(stack);
	if (source) step(`querying ${source.name} for metrics`);
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
	const surplus = await surplusLines(database);
	const endings = await endingsOf(database, run);
	const withoutLog = nodesWithoutLog(run, events.streams).filter(
		(node) => !endings.silent.includes(node),
	);
	const judged = await adjustedFacts(
		database,
		await withLoggedIds(
			database,
			tables,
			withHosts(facts, events.hosts, [
				...gaps,
				...endings.gaps,
				...(logs.capabilities.remote ? notStored(run) : []),
				...withoutLog.map(unlogged),
			]),
			protocols,
		),
		protocols,
	);
	await buildLedger(database, {
		folder: tables,
		facts: judged,
		receipts: await receiptsOf(database, tables, facts.run, protocols),
		resolutionNs: resolutionOf(events.rows, protocols),
		counters: await counted(database, tables, judged),
		complete: endings.complete,
	});
	await deriveTables(database, tables, facts.run, protocols);
	const { tally } = events;
	const sentinels = events.rows[sentinel.name] ?? 0;
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
			withoutLog,
			...(sentinels > 0 && {
				lost: gaps.reduce((sum, { lost }) => sum + lost, 0),
				surplus: surplus.reduce((sum, { lines }) => sum + lines, 0),
				silent: endings.silent,
			}),
		},
		...(samples && { samples, rates: rateWindowOf(run, options) }),
	};
	await writeFileAtomically(
		join(tables, `run=${facts.run}`, SUMMARY),
		canonicalJson({ ...analysed, layout: LAYOUT }),
	);
	return analysed;
}

/** Returns the result of an earlier analysis of this folder, if it is complete and its tables have today's columns. */
export async function analysedBefore(
	folder: string,
	run: string,
): Promise<Analysed | undefined> {
	const path = join(folder, "tables", `run=${run}`, SUMMARY);
	if (!existsSync(path)) return undefined;
	const { layout, ...analysed } = JSON.parse(
		await readFile(path, "utf8"),
	) as Analysed & { readonly layout?: number };
	const there = await tablesOf(join(folder, runFolders.tables), run);
	return there.includes("ledger") && layout === LAYOUT
		? { ...analysed, folder, tables: join(folder, runFolders.tables) }
		: undefined;
}

/** Sets the number of fragments of messages, by the settings of their publishers. */
function withFragments(
	{ facts, plan }: RecordedRun,
	protocols: readonly Protocol[],
): RunFacts {
	const fragments = new Map(
		plan.groups.map(({ name, env }) => [
			name,
			Math.max(1, ...protocols.map((one) => one.fragments?.(env) ?? 1)),
		]),
	);
	return {
		...facts,
		messages: facts.messages.map((message) => {
			const count = fragments.get(groupOf(message.publisher)) ?? 1;
			return count === 1 ? message : { ...message, fragments: count };
		}),
	};
}

const withSentinel = (schemas: readonly EventSchema[]) =>
	schemas.some(({ messages }) => messages.includes("Sentinel"))
		? schemas
		: [...schemas, sentinel];

/** Adjusts the facts for what the protocols' logs cannot show. */
async function adjustedFacts(
	database: Database,
	facts: RunFacts,
	protocols: readonly Protocol[],
): Promise<RunFacts> {
	let known = facts;
	for (const { adjustFacts } of protocols)
		known = (await adjustFacts?.(database, known)) ?? known;
	return known;
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
