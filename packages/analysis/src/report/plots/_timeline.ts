import { axis, draw, HEIGHT, WIDTH } from "./_draw.ts";

export interface TimePoint {
	readonly line: string;
	readonly second: number;
	readonly value: number;
}

/** A level that a line is to stay under or over. */
export interface Level {
	readonly text: string;
	readonly value: number;
}

/** Lines over time, with the levels that they are held against. */
export function timeline(
	values: readonly TimePoint[],
	{
		x,
		y,
		levels = [],
		steps = false,
	}: { x: string; y: string; levels?: readonly Level[]; steps?: boolean },
): Promise<string> {
	const several = new Set(values.map(({ line }) => line)).size > 1;
	return draw({
		width: WIDTH,
		height: HEIGHT,
		layer: [
			{
				data: { values },
				mark: {
					type: "line",
					strokeWidth: 2,
					...(steps ? { interpolate: "step-after" } : { point: { size: 14 } }),
				},
				encoding: {
					x: {
						field: "second",
						type: "quantitative",
						title: x,
						scale: { nice: false },
					},
					y: { field: "value", type: "quantitative", title: y, axis },
					color: {
						field: "line",
						type: "nominal",
						title: null,
						sort: null,
						...(!several && { legend: null }),
					},
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
						fontSize: 10,
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
