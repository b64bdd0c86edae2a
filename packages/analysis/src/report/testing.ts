import type {
	Latency,
	Measurable,
	Percentile,
	RunFigures,
} from "./run-figures.ts";

/** Columns of one latency percentile with its bounds. */
export const percentile = (
	name: Percentile,
	ms: number | null,
	[low, high]: readonly (number | null)[] = [ms, ms],
) => {
	const ns = (value: number | null = null) => value && value * 1e6;
	return {
		[`${name}_ns`]: ns(ms),
		[`${name}_low_ns`]: ns(low),
		[`${name}_high_ns`]: ns(high),
	} as Pick<
		Latency,
		`${Percentile}_ns` | `${Percentile}_low_ns` | `${Percentile}_high_ns`
	>;
};

/** Figures without any data except what a test passes. */
export const measurable = (seen: Partial<Measurable> = {}): Measurable => ({
	outcomes: [],
	latency: {
		deliveries: null,
		measured: null,
		...percentile("p50", null),
		...percentile("p95", null),
		...percentile("p99", null),
		...percentile("max", null),
		error_ns: null,
	},
	samples: [],
	nodesWithLogGap: 0,
	measures: {},
	undecidedLosses: 0,
	missing: [],
	...seen,
});

/** A run without any data except what a test passes. */
export const runFigures = (seen: Partial<RunFigures> = {}): RunFigures => ({
	...measurable(),
	run: "r",
	label: seen.run ?? "r",
	about: { name: "small", facts: [] },
	plan: "p",
	experiment: "small",
	criteria: [],
	nodes: 2,
	messages: 10,
	lineCount: {
		lines: 10,
		unpacked: 0,
		events: 10,
		continuations: 0,
		unparsed: 0,
		reasons: [],
		cut: 0,
	},
	parts: {},
	curve: [],
	byNode: [],
	byMessage: [],
	missingMap: [],
	missingByMessage: [],
	missingByNode: [],
	loggedTwice: [],
	crossCheck: [],
	publishers: [],
	strays: [],
	clocks: [],
	untimed: [],
	overTime: [],
	windows: [],
	protocols: {},
	judgements: [],
	...seen,
});
