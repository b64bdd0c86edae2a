import type { Progress } from "../output.ts";

export interface Aim {
	readonly what: string;
	readonly measured: number;
	readonly unit: string;
	/** At most this; an aim, not a law. */
	readonly atMost?: number;
	readonly atLeast?: number;
}

export interface Bench {
	readonly name: string;
	readonly summary: string;
	/** Loaded only when called. */
	readonly load: () => Promise<{
		bench(context: { root: string; progress: Progress }): Promise<Aim[]>;
	}>;
}

/** What `pnpm bench` can measure; each beside a floor or a peer in the same run. */
export const benches: readonly Bench[] = [
	{
		name: "analysis",
		summary: "log lines to typed columns, beside 10ksim's patterns in Python",
		load: () => import("./analysis.ts"),
	},
	{
		name: "experiments",
		summary:
			"plan and rehearsal of 10,000 nodes, 1,000 messages/s, a runner with 30 nodes",
		load: () => import("./experiments.ts"),
	},
	{
		name: "local-lab",
		summary: "the replica: time to be ready, memory, repair of what was killed",
		load: () => import("./local-lab.ts"),
	},
	{
		name: "synth",
		summary: "pnpm synth against importing cdk8s and writing as many files",
		load: () => import("./synth.ts"),
	},
	{
		name: "analysis-tables",
		summary: "log files to Parquet, beside DuckDB's own regexes",
		load: () => import("./analysis-tables.ts"),
	},
	{
		name: "analysis-ledger",
		summary: "10 million deliveries to ledger and percentiles",
		load: () => import("./analysis-ledger.ts"),
	},
	{
		name: "analysis-metrics",
		summary: "23 metrics of 3,000 pods, beside one the way of 10ksim",
		load: () => import("./analysis-metrics.ts"),
	},
	{
		name: "provision",
		summary: "a fresh lab, a second run, check mode, one more node",
		load: () => import("./provision.ts"),
	},
];
