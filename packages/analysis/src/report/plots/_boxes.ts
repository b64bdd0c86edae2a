import { draw, labelAxis, logScale, WIDTH } from "./_draw.ts";

/** Five-number summary of the values of one label. */
export interface Box {
	readonly label: string;
	readonly run: string;
	readonly low: number;
	readonly q1: number;
	readonly middle: number;
	readonly q3: number;
	readonly high: number;
}

/** Returns minimum, quartiles and maximum of the finite values; undefined if there are none. */
export function boxOf(
	run: string,
	values: readonly number[],
	label = run,
): Box | undefined {
	const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
	if (sorted.length === 0) return undefined;
	const at = (share: number) =>
		sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] as number;
	return {
		run,
		label,
		low: at(0),
		q1: at(0.25),
		middle: at(0.5),
		q3: at(0.75),
		high: at(1),
	};
}

/** A value to show on the box of its label. */
export interface Dot {
	readonly label: string;
	readonly value: number;
}

/**
 * Draws horizontal box plots, each labelled with its median.
 *
 * @param options.dots to draw on the boxes, such as the value of each run
 * @param options.legend whether the colours, by `run`, need a legend
 */
export function boxes(
	values: readonly Box[],
	title: string,
	kind: "log" | "linear",
	{
		dots = [],
		legend = false,
	}: { readonly dots?: readonly Dot[]; readonly legend?: boolean } = {},
): Promise<string> {
	const all = [
		...values.flatMap(({ low, high }) => [low, high]),
		...dots.map(({ value }) => value),
	];
	const [low, high] = [Math.min(...all), Math.max(...all)];
	// Equal values would give an axis of length 0.
	const room = (high - low || Math.abs(high) || 1) * 0.05;
	const scale =
		kind === "log"
			? logScale(all)
			: { zero: false, nice: false, domain: [low - room, high + room] };
	const number = kind === "log" ? "~r" : "~s";
	return draw({
		width: WIDTH,
		height: values.length * 46,
		data: { values },
		encoding: {
			y: labelAxis,
		},
		layer: [
			{
				mark: { type: "rule" },
				encoding: {
					x: {
						field: "low",
						type: "quantitative",
						title,
						scale,
						axis: { format: number, tickCount: 8, labelOverlap: true },
					},
					x2: { field: "high" },
				},
			},
			{
				mark: { type: "bar", size: 18 },
				encoding: {
					x: { field: "q1", type: "quantitative" },
					x2: { field: "q3" },
					color: {
						field: "run",
						type: "nominal",
						sort: null,
						title: null,
						...(!legend && { legend: null }),
					},
				},
			},
			{
				mark: { type: "tick", size: 18, thickness: 2, color: "black" },
				encoding: { x: { field: "middle", type: "quantitative" } },
			},
			{
				mark: { type: "text", dy: -15, fontSize: 12 },
				encoding: {
					x: { field: "middle", type: "quantitative" },
					text: { field: "middle", format: ".4~s" },
				},
			},
			{
				data: { values: dots },
				mark: {
					type: "point",
					filled: true,
					size: 34,
					color: "white",
					stroke: "black",
					strokeWidth: 1,
					opacity: 1,
				},
				encoding: { x: { field: "value", type: "quantitative" } },
			},
		],
	});
}
