import type { EventOf, Judgement, MeasureName } from "@lab/record";
import type { LineCount } from "../ledger/line-count.ts";
import type { RateWindow } from "../ledger/run-queries.ts";
import type { About } from "./about/index.ts";

export interface Outcome {
	readonly outcome: string;
	readonly reason: string;
	readonly pairs: number;
}

/** Percentiles of the measured latencies, ns; null if none was measured. */
export interface Latency
	extends Readonly<
		Record<
			`${Percentile}_ns` | `${Percentile}_low_ns` | `${Percentile}_high_ns`,
			number | null
		>
	> {
	/** Null if nothing arrived. */
	readonly deliveries: number | null;
	/** Deliveries whose time is known. */
	readonly measured: number | null;
	/** Maximum error of a single latency. */
	readonly error_ns: number | null;
}

/** `low` and `high` are bounds over all deliveries; `high` is null if too many could not be measured. */
export type Percentile = "p50" | "p95" | "p99" | "max";

export interface NodeLatency {
	readonly node: string;
	readonly host: string;
	readonly deliveries: number;
	readonly measured: number;
	readonly p50_ns: number | null;
	readonly p95_ns: number | null;
	readonly p99_ns: number | null;
	readonly max_ns: number | null;
}

export interface MessageLatency {
	readonly id: number | bigint | string;
	readonly publisher: string;
	readonly expected: number;
	readonly delivered: number;
	readonly measured: number;
	readonly reach50_ns: number | null;
	readonly reach95_ns: number | null;
	readonly reach100_ns: number | null;
}

/** One of up to 12 nodes that miss a message. */
export interface MissedMessage {
	/** Place of the message among all: 1 = misses most. */
	readonly place: number;
	readonly id: number | bigint | string;
	readonly publisher: string;
	readonly published_ns: number | bigint;
	readonly expected: number;
	readonly missing: number;
	readonly unobservable: number;
	readonly node: string;
}

export interface SeriesSummary {
	readonly query: string;
	readonly series: string;
	readonly last_value: number;
	readonly median_value: number;
	readonly min_value: number;
	readonly max_value: number;
}

/** Data by which conditions are judged: of a whole run, or of one window. */
export interface Measurable {
	readonly outcomes: readonly Outcome[];
	readonly latency: Latency;
	readonly samples: readonly SeriesSummary[];
	readonly nodesWithLogGap: number;
	/** Measures of the protocols. */
	readonly measures: Readonly<Partial<Record<MeasureName, number>>>;
	/** Minimum number of undecided pairs that were not delivered. */
	readonly undecidedLosses: number;
	/** The first thousand missing deliveries. */
	readonly missing: readonly {
		id: number | bigint | string;
		node: string;
		reason: string;
	}[];
}

/** Everything that a report shows of one run: numbers, not files. */
export interface RunFigures extends Measurable {
	readonly run: string;
	/** Name of the run on a page: its id, or shorter. */
	readonly label: string;
	readonly about: About;
	/** Hash of the plan: runs of one plan are replicates. */
	readonly plan: string;
	readonly experiment: string;
	/** What an importer had to assume about the run. */
	readonly notes?: readonly string[];
	/** Reasons why the tool that made the run declared it invalid. */
	readonly invalid?: readonly string[];
	/** Measures of the plan's criteria, as far as the analysis computes them: chosen before the run. */
	readonly criteria: readonly MeasureName[];
	readonly nodes: number;
	readonly messages: number;
	readonly lineCount: LineCount;
	/** How many lines of the logs are in the log store; absent if the runner shipped none. */
	readonly shipped?: EventOf<"shipped">;
	/** Window of the rates among the samples; absent without samples. */
	readonly rates?: RateWindow;
	/** The windows of the run, by name. */
	readonly parts: Readonly<Record<string, Measurable>>;
	readonly curve: readonly { share: number; latency_ns: number }[];
	readonly byNode: readonly NodeLatency[];
	readonly byMessage: readonly MessageLatency[];
	readonly missingMap: readonly {
		band: number;
		tick: number;
		first_node: number;
		last_node: number;
		published_ns: number | bigint;
		missing: number;
		unobservable: number;
		expected: number;
	}[];
	/** Messages that nodes miss, the most lossy ones first. */
	readonly missingByMessage: readonly MissedMessage[];
	/** Nodes that miss messages, the most lossy ones first. */
	readonly missingByNode: readonly {
		node: string;
		host: string;
		expected: number;
		missing: number;
		unobservable: number;
	}[];
	/** Nodes of which most deliveries are logged in lines that are there more than once. */
	readonly loggedTwice: readonly string[];
	readonly crossCheck: readonly {
		node: string;
		expected: number;
		logged: number;
		/** Messages in its log that are not in the plan. */
		unplanned: number;
		counted: number | null;
		loser: string;
	}[];
	readonly publishers: readonly {
		result: string;
		seen: string;
		messages: number;
		loser: string;
	}[];
	readonly strays: readonly { what: string; lines: number }[];
	readonly clocks: readonly {
		from_host: string;
		to_host: string;
		offset_ns: number;
		error_ns: number;
		low_ns: number;
		high_ns: number;
		/** Amount by which the offset changed at least. */
		moved_ns: number;
	}[];
	/** Deliveries whose time could not be measured. */
	readonly untimed: readonly {
		from_host: string | null;
		to_host: string;
		reason: string;
		deliveries: number;
	}[];
	readonly overTime: readonly {
		query: string;
		time: number | bigint;
		low: number;
		middle: number;
		high: number;
	}[];
	readonly windows: readonly {
		name: string;
		start_ns: number | bigint;
		end_ns: number | bigint;
	}[];
	/** Rows of every figure that has any, by name. */
	readonly protocols: Readonly<
		Record<string, readonly Record<string, unknown>[]>
	>;
	readonly judgements: readonly Judgement[];
}
