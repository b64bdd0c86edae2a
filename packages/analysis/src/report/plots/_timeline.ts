import { axis, draw, HEIGHT, lineOf, WIDTH } from "./_draw.ts";

export interface TimePoint {
	readonly line: string;
	readonly second: number;
	readonly value: number;
}

/** A threshold to compare lines with. */
export interface Level {
	readonly text: string;
	readonly value: number;
}

/** Draws lines over time, with thresholds as dashed lines. */
export function timeline(
	values: readonly TimePoint[],
	{
		x,
		y,
		levels = [],
		steps = false,
	}: { x: string; y: string; levels?: readonly Level[]; steps?: boolean },
): Promise<string> {
	const lines = [...new Set(values.map(({ line }) => line))];
	return draw({
		width: WIDTH,
		height: HEIGHT,
		layer: [
			{
				data: { values },
				mark: {
					type: "line",
					strokeWidth: 2,
					...(steps
						? { interpolate: "step-after" }
						: { point: { size: 24, strokeDash: [1, 0] } }),
				},
				encoding: {
					x: {
						field: "second",
						type: "quantitative",
						title: x,
						scale: { nice: false },
					},
					y: { field: "value", type: "quantitative", title: y, axis },
					...lineOf("line", lines),
				},
			},
			...levels.flatMap((level) => [
				{
					data: { values: [level] },
					mark: { type: "rule", strokeDash: [4, 4], color: "#555555" },
					encoding: { y: { field: "value", type: "quantitative" } },
				},
				{
					data: { values: [level] },
					mark: {
						type: "text",
						align: "left",
						baseline: "bottom",
						dx: 3,
						fontSize: 11,
						color: "#555555",
					},
					encoding: {
						x: { value: 0 },
						y: { field: "value", type: "quantitative" },
						text: { field: "text" },
					},
				},
			]),
		],
	});
}
