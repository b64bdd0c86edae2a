import type { Progress } from "@lab/core";

/** A measured figure, with its aim if there is one. */
export interface Aim {
	readonly what: string;
	readonly measured: number;
	readonly unit: string;
	/** Upper bound to aim for; a miss is reported, not an error. */
	readonly atMost?: number;
	readonly atLeast?: number;
}

export interface Bench {
	readonly name: string;
	readonly summary: string;
	/** Imports the bench on demand. */
	readonly load: () => Promise<{
		bench(context: { root: string; progress: Progress }): Promise<Aim[]>;
	}>;
}

/** All benches of `pnpm bench`; each compares with a floor or a peer in the same run. */
export const benches: readonly Bench[] = [
	{
		name: "analysis",
		summary: "log lines to typed columns, against 10ksim's patterns in Python",
		load: () => import("./analysis.ts"),
	},
	{
		name: "experiments",
		summary:
			"plan and rehearsal of 10,000 nodes, 1,000 messages/s, a run of 30 nodes",
		load: () => import("./experiments.ts"),
	},
	{
		name: "local-lab",
		summary:
			"the replica: time until ready, memory, repair of killed processes",
		load: () => import("./local-lab.ts"),
	},
	{
		name: "synth",
		summary: "pnpm synth against importing cdk8s and writing as many files",
		load: () => import("./synth.ts"),
	},
	{
		name: "analysis-tables",
		summary: "log files to Parquet, against DuckDB's regexes",
		load: () => import("./analysis-tables.ts"),
	},
	{
		name: "analysis-ledger",
		summary: "10 million deliveries to ledger and percentiles",
		load: () => import("./analysis-ledger.ts"),
	},
	{
		name: "analysis-metrics",
		summary:
			"23 metrics of 3,000 pods, against one metric with 10ksim's method",
		load: () => import("./analysis-metrics.ts"),
	},
	{
		name: "analysis-truth",
		summary:
			"simulated runs with known truth: clock offsets, comparisons of many measures",
		load: () => import("./analysis-truth.ts"),
	},
	{
		name: "provision",
		summary:
			"provisioning: a fresh lab, a second run, check mode, one more node",
		load: () => import("./provision.ts"),
	},
];
