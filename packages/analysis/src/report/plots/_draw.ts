import { metrics, runQueries } from "@lab/signals";
import * as vega from "vega";
import { compile, type TopLevelSpec } from "vega-lite";

/** Width of a plot with its axes and legends: every plot fills the page, and none is scaled. */
export const WIDTH = 920;
export const HEIGHT = 280;

/** Palette of Okabe and Ito, safe for colour-blind readers. */
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
	autosize: { type: "fit-x", contains: "padding" },
	config: {
		font: "DejaVu Sans",
		axis: { labelFontSize: 12, titleFontSize: 12, gridColor: "#e8e8e8" },
		legend: {
			labelFontSize: 12,
			labelLimit: 800,
			orient: "bottom",
			direction: "vertical",
			symbolOpacity: 1,
		},
		range: { category: COLOURS },
		view: { stroke: "#cccccc" },
	},
} as const;

/**
 * Width of a letter of DejaVu Sans, in its size. Without a canvas, Vega takes 0.8,
 * which cuts labels that have room. Its types omit `textMetrics`.
 */
const LETTER = 0.68;
const { textMetrics } = vega as unknown as { textMetrics: { width: unknown } };
textMetrics.width = ({ fontSize = 11 }: { fontSize?: number }, text: unknown) =>
	String(text).length * fontSize * LETTER;

/** Renders a Vega-Lite specification as SVG. */
export async function draw(spec: object): Promise<string> {
	const { spec: compiled } = compile({ ...base, ...spec } as TopLevelSpec);
	const view = new vega.View(vega.parse(compiled as vega.Spec), {
		renderer: "none",
	});
	const svg = await view.toSVG();
	view.finalize();
	return svg;
}

/** One row for each label, in the order of the values. */
export const labelAxis = {
	field: "label",
	type: "nominal",
	title: null,
	sort: null,
	axis: { labelLimit: 460 },
} as const;

/** Dashes of the lines of several runs: where they coincide, each remains visible. */
const DASHES = [
	[1, 0],
	[8, 5],
	[3, 4],
	[12, 4, 2, 4],
];

/** Encodes a field as colour and dash; a single line needs no legend, since the page's title names it. */
export function lineOf(field: string, names: readonly string[]) {
	const line = {
		field,
		type: "nominal",
		title: null,
		sort: null,
		legend:
			names.length === 1
				? null
				: { symbolType: "stroke", symbolSize: 600, symbolStrokeWidth: 2 },
	} as const;
	const range = names.map((_, index) => DASHES[index % DASHES.length]);
	return {
		color: line,
		strokeDash: { ...line, scale: { domain: names, range } },
	};
}

/** Lower limit of a log axis, which has no zero: shorter latencies are drawn here, and the caption gives their share. */
export const LOG_FLOOR_MS = 0.001;

export const toLogMs = (ns: number): number => Math.max(ns / 1e6, LOG_FLOOR_MS);

/** Returns a log scale that ends at the values: whole decades would leave most of it empty. */
export function logScale(values: readonly number[]) {
	const [low, high] = [Math.min(...values), Math.max(...values)];
	return { type: "log", nice: false, domain: [low / 1.15, high * 1.15] };
}

/** Formats 60,500,000 as `60.5M`. */
export const axis = { format: "~s" } as const;

/** Returns the unit of a query: `peers`, or `bytes/s` for a rate. */
export function unitOf(name: string): string {
	const known = runQueries.find((one) => one.name === name);
	return known === undefined
		? ""
		: `${metrics[known.metric].unit}${known.rate ? "/s" : ""}`;
}
