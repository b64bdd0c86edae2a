import { draw, logScale, WIDTH } from "./_draw.ts";

/** What stands beside a box: a text without what all have in common. */
export interface Box {
	readonly label: string;
	readonly run: string;
	readonly low: number;
	readonly q1: number;
	readonly middle: number;
	readonly q3: number;
	readonly high: number;
}

/** Least, quarters and largest of the values; nothing of none. */
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

/** Box plots below each other, each with its median as a number. */
export function boxes(
	values: readonly Box[],
	title: string,
	kind: "log" | "linear",
): Promise<string> {
	const all = values.flatMap(({ low, high }) => [low, high]);
	const [low, high] = [Math.min(...all), Math.max(...all)];
	// All alike would be an axis without length.
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
			y: {
				field: "label",
				type: "nominal",
				title: null,
				sort: null,
				axis: { labelLimit: 420 },
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
					color: { field: "run", type: "nominal", sort: null, legend: null },
				},
			},
			{
				mark: { type: "tick", size: 18, thickness: 2, color: "black" },
				encoding: { x: { field: "middle", type: "quantitative" } },
			},
			{
				mark: { type: "text", dy: -15, fontSize: 11 },
				encoding: {
					x: { field: "middle", type: "quantitative" },
					text: { field: "middle", format: ".4~s" },
				},
			},
		],
	});
}
