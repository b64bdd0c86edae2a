import { draw, HEIGHT, lineOf, logScale, WIDTH } from "./_draw.ts";

export interface CurvePoint {
	readonly curve: string;
	/** Cumulative share, between 0 and 1. */
	readonly share: number;
	readonly ms: number;
}

/** Draws cumulative distributions on a log axis; dashed lines mark 50, 95 and 99 %. */
export function curves(
	values: readonly CurvePoint[],
	{ of, x, legend = true }: { of: string; x: string; legend?: boolean },
): Promise<string> {
	const names = [...new Set(values.map(({ curve }) => curve))];
	return draw({
		width: WIDTH,
		height: HEIGHT,
		layer: [
			{
				data: { values: [{ at: 0.5 }, { at: 0.95 }, { at: 0.99 }] },
				mark: { type: "rule", strokeDash: [4, 4], color: "#888888" },
				encoding: { y: { field: "at", type: "quantitative" } },
			},
			{
				data: { values },
				mark: { type: "line", interpolate: "step-after", strokeWidth: 2 },
				encoding: {
					x: {
						field: "ms",
						type: "quantitative",
						scale: logScale(values.map(({ ms }) => ms)),
						title: `${x} (log scale)`,
						axis: { format: "~r", labelOverlap: true },
					},
					y: {
						field: "share",
						type: "quantitative",
						scale: { domain: [0, 1] },
						title: `share of ${of}`,
						axis: { format: "%" },
					},
					...lineOf("curve", legend ? names : names.slice(0, 1)),
				},
			},
		],
	});
}

/** Returns points of the cumulative distribution of the values. */
export function distribution(
	curve: string,
	values: readonly number[],
): CurvePoint[] {
	const sorted = [...values].sort((a, b) => a - b);
	const step = Math.max(1, Math.floor(sorted.length / 200));
	return sorted.flatMap((ms, index) =>
		index % step === 0 || index === sorted.length - 1
			? [{ curve, ms, share: (index + 1) / sorted.length }]
			: [],
	);
}
