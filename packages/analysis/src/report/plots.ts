import { gossipQueries, metrics } from "@lab/signals";
import { parse, type Spec, View } from "vega";
import { compile, type TopLevelSpec } from "vega-lite";
import { type RunFigures, reduced } from "./figures.ts";

export interface Plot {
	/** File stem: `latency`. */
	readonly name: string;
	readonly title: string;
	/** What it shows and how to read it. */
	readonly caption: string;
	readonly svg: string;
}

const WIDTH = 760;
const HEIGHT = 280;
const FONT = "DejaVu Sans";
/** Okabe and Ito: told apart by every eye. */
const COLOURS = [
	"#0072b2",
	"#d55e00",
	"#009e73",
	"#cc79a7",
	"#e69f00",
	"#56b4e9",
	"#000000",
];

const base = {
	$schema: "https://vega.github.io/schema/vega-lite/v6.json",
	background: "white",
	config: {
		font: FONT,
		axis: { labelFontSize: 11, titleFontSize: 12, gridColor: "#e8e8e8" },
		legend: { labelFontSize: 11, labelLimit: 400 },
		range: { category: COLOURS },
		view: { stroke: "#cccccc" },
	},
} as const;

async function draw(spec: object): Promise<string> {
	const { spec: vega } = compile({ ...base, ...spec } as TopLevelSpec);
	const view = new View(parse(vega as Spec), { renderer: "none" });
	const svg = await view.toSVG();
	view.finalize();
	return svg;
}

const run = { field: "run", type: "nominal", title: null } as const;

/** Every plot for which the runs have data. */
export async function plotsOf(runs: readonly RunFigures[]): Promise<Plot[]> {
	const made = await Promise.all([
		latencyCurve(runs),
		nodeLatencies(runs),
		reach(runs),
		...runs.map(missingMap),
		...[
			"mesh-peers",
			"libp2p-in",
			"libp2p-out",
			"container-memory",
			"duplicate",
		].flatMap((name) => [overTime(runs, name), perNode(runs, name)]),
	]);
	return made.filter((plot) => plot !== undefined);
}

/** Of negative and zero latencies the curve shows the smallest that a log axis can. */
const LOG_FLOOR_MS = 0.001;

async function latencyCurve(
	runs: readonly RunFigures[],
): Promise<Plot | undefined> {
	const values = runs.flatMap(({ run, curve }) =>
		curve.map(({ share, latency_ns }) => ({
			run,
			share,
			ms: Math.max(latency_ns / 1e6, LOG_FLOOR_MS),
		})),
	);
	if (values.length === 0) return undefined;
	return {
		name: "latency",
		title: "How long deliveries take",
		caption:
			"Share of deliveries that took at most so long (one's own left out, clocks corrected). Further left is faster; a long flat end is a slow tail.",
		svg: await draw({
			width: WIDTH,
			height: HEIGHT,
			data: { values },
			mark: { type: "line", interpolate: "step-after", strokeWidth: 2 },
			encoding: {
				x: {
					field: "ms",
					type: "quantitative",
					scale: { type: "log" },
					title: "latency, ms (log scale)",
				},
				y: {
					field: "share",
					type: "quantitative",
					title: "share of deliveries",
					axis: { format: "%" },
				},
				color: run,
			},
		}),
	};
}

interface Box {
	readonly run: string;
	readonly low: number;
	readonly q1: number;
	readonly middle: number;
	readonly q3: number;
	readonly high: number;
}

function boxOf(run: string, values: readonly number[]): Box | undefined {
	const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
	if (sorted.length === 0) return undefined;
	const at = (share: number) =>
		sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] as number;
	return {
		run,
		low: at(0),
		q1: at(0.25),
		middle: at(0.5),
		q3: at(0.75),
		high: at(1),
	};
}

const boxes = (values: readonly Box[], title: string, log = false) =>
	draw({
		width: WIDTH,
		height: Math.max(60, values.length * 44),
		data: { values },
		encoding: {
			y: {
				field: "run",
				type: "nominal",
				title: null,
				sort: null,
				axis: { labelLimit: 260 },
			},
		},
		layer: [
			{
				mark: { type: "rule" },
				encoding: {
					x: {
						field: "low",
						type: "quantitative",
						title,
						scale: log ? { type: "log" } : { zero: false },
					},
					x2: { field: "high" },
				},
			},
			{
				mark: { type: "bar", size: 20 },
				encoding: {
					x: { field: "q1", type: "quantitative" },
					x2: { field: "q3" },
					color: { ...run, legend: null },
				},
			},
			{
				mark: { type: "tick", size: 20, thickness: 2, color: "black" },
				encoding: { x: { field: "middle", type: "quantitative" } },
			},
			{
				mark: { type: "text", dy: -16, fontSize: 11 },
				encoding: {
					x: { field: "middle", type: "quantitative" },
					text: { field: "middle", format: ".4s" },
				},
			},
		],
	});

async function nodeLatencies(
	runs: readonly RunFigures[],
): Promise<Plot | undefined> {
	const values = runs.flatMap(
		({ run, byNode }) =>
			boxOf(
				run,
				byNode.map(({ p99_ns }) => Math.max(p99_ns / 1e6, LOG_FLOOR_MS)),
			) ?? [],
	);
	if (values.length === 0) return undefined;
	return {
		name: "latency-by-node",
		title: "The 99th percentile of each node",
		caption:
			"Each node has a 99th percentile of its own; the box holds the middle half of the nodes, the whiskers all of them, the number is the median. A long right whisker means some nodes are slow.",
		svg: await boxes(values, "p99 latency of a node, ms (log scale)", true),
	};
}

async function reach(runs: readonly RunFigures[]): Promise<Plot | undefined> {
	const shares = [
		["50 %", "reach50_ns"],
		["95 %", "reach95_ns"],
		["100 %", "reach100_ns"],
	] as const;
	const values = runs.flatMap(({ run, byMessage }) =>
		shares.flatMap(
			([share, key]) =>
				boxOf(
					`${run} · ${share}`,
					byMessage.flatMap((row) =>
						row[key] === null ? [] : [Math.max(row[key] / 1e6, LOG_FLOOR_MS)],
					),
				) ?? [],
		),
	);
	if (values.length === 0) return undefined;
	return {
		name: "time-to-reach",
		title: "How long a message takes to reach the nodes",
		caption:
			"Per message, the time until 50, 95 and 100 % of all expected nodes had it. Messages that never reached so many are left out here and counted as missing above.",
		svg: await boxes(values, "time to reach, ms (log scale)", true),
	};
}

async function missingMap({
	run,
	missingMap: cells,
}: RunFigures): Promise<Plot | undefined> {
	if (cells.length === 0) return undefined;
	const start = Math.min(
		...cells.map(({ published_ns }) => Number(published_ns)),
	);
	const begins = new Map<number, number>();
	for (const { tick, published_ns } of cells) {
		const at = Number(published_ns);
		begins.set(tick, Math.min(begins.get(tick) ?? at, at));
	}
	const values = cells.map((cell) => ({
		nodes:
			cell.first_node === cell.last_node
				? `${cell.first_node}`
				: `${cell.first_node}-${cell.last_node}`,
		order: cell.band,
		second: Math.round(((begins.get(cell.tick) as number) - start) / 1e7) / 100,
		missing: cell.missing / cell.expected,
	}));
	return {
		name: `missing-${run}`,
		title: `Where and when deliveries are missing: ${run}`,
		caption:
			"Rows are nodes by number, columns the time of publishing. White: all arrived. A dark row is a node that lost much; a dark column is a moment in which many did.",
		svg: await draw({
			width: WIDTH,
			height: Math.max(80, new Set(values.map(({ order }) => order)).size * 8),
			data: { values },
			mark: { type: "rect", tooltip: true },
			encoding: {
				x: {
					field: "second",
					type: "ordinal",
					title: "published, s after the first message",
					axis: { labelOverlap: true },
				},
				y: {
					field: "nodes",
					type: "ordinal",
					sort: { field: "order" },
					title: "nodes",
					axis: { labelOverlap: true },
				},
				color: {
					field: "missing",
					type: "quantitative",
					title: "missing",
					legend: { format: ".1%" },
					scale: {
						domain: [
							0,
							Math.max(0.01, ...values.map(({ missing }) => missing)),
						],
						range: ["#ffffff", "#b2182b"],
						interpolate: "rgb",
					},
				},
			},
		}),
	};
}

const unitOf = (name: string): string => {
	const asked = gossipQueries.find((one) => one.name === name);
	return asked === undefined
		? ""
		: `${metrics[asked.metric].unit}${asked.rate ? "/s" : ""}`;
};

async function overTime(
	runs: readonly RunFigures[],
	name: string,
): Promise<Plot | undefined> {
	const values = runs.flatMap(({ run, overTime: rows }) => {
		const mine = rows.filter(({ query }) => query === name);
		const start = Math.min(...mine.map(({ time }) => Number(time)));
		return mine.map(({ time, low, middle, high }) => ({
			run,
			second: (Number(time) - start) / 1e9,
			low,
			middle,
			high,
		}));
	});
	if (values.length === 0) return undefined;
	const starts = new Map(
		runs.map((one) => [
			one.run,
			Math.min(...one.overTime.map(({ time }) => Number(time))),
		]),
	);
	const windows = runs.slice(0, 1).flatMap(({ run, windows: list }) =>
		list.map(({ name: window, start_ns, end_ns }) => ({
			window,
			from: Math.max(0, (Number(start_ns) - (starts.get(run) ?? 0)) / 1e9),
			until: (Number(end_ns) - (starts.get(run) ?? 0)) / 1e9,
		})),
	);
	return {
		name: `${name}-over-time`,
		title: `${name} over time`,
		caption:
			"Line: the median node; band: from the 5th to the 95th percentile of nodes. Grey: the windows of the run that are named.",
		svg: await draw({
			width: WIDTH,
			height: HEIGHT,
			layer: [
				{
					data: { values: windows },
					mark: { type: "rect", opacity: 0.12, color: "#555555" },
					encoding: {
						x: { field: "from", type: "quantitative" },
						x2: { field: "until" },
					},
				},
				{
					data: { values: windows },
					mark: {
						type: "text",
						align: "left",
						baseline: "top",
						dx: 3,
						dy: 3,
						fontSize: 10,
						color: "#555555",
					},
					encoding: {
						x: { field: "from", type: "quantitative" },
						y: { value: 0 },
						text: { field: "window" },
					},
				},
				{
					data: { values },
					mark: { type: "area", opacity: 0.2 },
					encoding: {
						x: {
							field: "second",
							type: "quantitative",
							title: "s after the first sample",
						},
						y: {
							field: "low",
							type: "quantitative",
							title: `${name}, ${unitOf(name)}`,
						},
						y2: { field: "high" },
						color: run,
					},
				},
				{
					data: { values },
					mark: { type: "line", strokeWidth: 2 },
					encoding: {
						x: { field: "second", type: "quantitative" },
						y: { field: "middle", type: "quantitative" },
						color: run,
					},
				},
			],
		}),
	};
}

async function perNode(
	runs: readonly RunFigures[],
	name: string,
): Promise<Plot | undefined> {
	const values = runs.flatMap(
		({ run, samples }) =>
			boxOf(
				run,
				samples
					.filter(({ query }) => query === name)
					.map((row) => reduced(name, row)),
			) ?? [],
	);
	if (values.length === 0) return undefined;
	return {
		name: `${name}-per-node`,
		title: `${name} per node`,
		caption:
			"A counter's last value or a gauge's median, one per node; the box holds the middle half of the nodes, the number is their median.",
		svg: await boxes(values, `${name}, ${unitOf(name)}`),
	};
}
