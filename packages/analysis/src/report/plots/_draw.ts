import { gossipQueries, metrics } from "@lab/signals";
import { parse, type Spec, View } from "vega";
import { compile, type TopLevelSpec } from "vega-lite";

export interface Plot {
	/** File stem: `latency`. */
	readonly name: string;
	readonly title: string;
	/** What it shows and how to read it. */
	readonly caption: string;
	readonly svg: string;
}

export const WIDTH = 760;
export const HEIGHT = 280;

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
		font: "DejaVu Sans",
		axis: { labelFontSize: 11, titleFontSize: 12, gridColor: "#e8e8e8" },
		legend: {
			labelFontSize: 11,
			labelLimit: 700,
			orient: "bottom",
			direction: "vertical",
			symbolOpacity: 1,
		},
		range: { category: COLOURS },
		view: { stroke: "#cccccc" },
	},
} as const;

/** A Vega-Lite specification as SVG. */
export async function draw(spec: object): Promise<string> {
	const { spec: vega } = compile({ ...base, ...spec } as TopLevelSpec);
	const view = new View(parse(vega as Spec), { renderer: "none" });
	const svg = await view.toSVG();
	view.finalize();
	return svg;
}

/** Colour by run; a single run needs no legend, the page's title names it. */
export const colourOf = (runs: readonly { readonly run: string }[]) =>
	({
		field: "run",
		type: "nominal",
		title: null,
		sort: null,
		...(runs.length === 1 && { legend: null }),
	}) as const;

/** Of negative and zero latencies a log axis shows the smallest that it can. */
export const LOG_FLOOR_MS = 0.001;

export const toLogMs = (ns: number): number => Math.max(ns / 1e6, LOG_FLOOR_MS);

/** A log axis over the values and no further: whole decades would leave it mostly empty. */
export function logScale(values: readonly number[]) {
	const [low, high] = [Math.min(...values), Math.max(...values)];
	return { type: "log", nice: false, domain: [low / 1.15, high * 1.15] };
}

/** 60,500,000 as `60.5M`, and a label for each number one reads. */
export const axis = { format: "~s" } as const;

/** `peers`, or `bytes/s` of a rate. */
export function unitOf(name: string): string {
	const asked = gossipQueries.find((one) => one.name === name);
	return asked === undefined
		? ""
		: `${metrics[asked.metric].unit}${asked.rate ? "/s" : ""}`;
}
