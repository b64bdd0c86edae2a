import { type RunFigures, reduced } from "../figures.ts";
import { boxes, boxOf } from "./_boxes.ts";
import {
	axis,
	colourOf,
	draw,
	HEIGHT,
	type Plot,
	unitOf,
	WIDTH,
} from "./_draw.ts";

/** ns since 1970 at which the time of a run begins to count: its first window. */
const zeroOf = ({ windows, overTime }: RunFigures): number =>
	Math.min(
		...(windows.length > 0
			? windows.map(({ start_ns }) => Number(start_ns))
			: overTime.map(({ time }) => Number(time))),
	);

export async function overTime(
	runs: readonly RunFigures[],
	name: string,
): Promise<Plot | undefined> {
	const values = runs.flatMap((one) =>
		one.overTime
			.filter(({ query }) => query === name)
			.map(({ time, low, middle, high }) => ({
				run: one.run,
				second: (Number(time) - zeroOf(one)) / 1e9,
				low,
				middle,
				high,
			})),
	);
	if (values.length === 0) return undefined;
	// Runs of one plan have the same windows; of others, those of the first are shown.
	const windows = runs.slice(0, 1).flatMap((one) =>
		one.windows.map(({ name: window, start_ns, end_ns }, index) => ({
			window,
			from: (Number(start_ns) - zeroOf(one)) / 1e9,
			until: (Number(end_ns) - zeroOf(one)) / 1e9,
			row: index * 13 + 2,
		})),
	);
	const x = {
		type: "quantitative",
		title: "s after the start of the first window",
		scale: { nice: false },
	} as const;
	return {
		name: `${name}-over-time`,
		title: `${name} over time`,
		caption:
			"Line: the median node; band: from the 5th to the 95th percentile of nodes. Grey: the windows of the run.",
		svg: await draw({
			width: WIDTH,
			height: HEIGHT,
			layer: [
				{
					data: { values: windows },
					mark: { type: "rect", opacity: 0.1, color: "#555555" },
					encoding: { x: { field: "from", ...x }, x2: { field: "until" } },
				},
				...windows.map((window) => ({
					data: { values: [window] },
					mark: {
						type: "text",
						align: "left",
						baseline: "top",
						dx: 3,
						fontSize: 10,
						color: "#555555",
					},
					encoding: {
						x: { field: "from", ...x },
						y: { value: window.row },
						text: { field: "window" },
					},
				})),
				{
					data: { values },
					mark: { type: "area", opacity: 0.2 },
					encoding: {
						x: { field: "second", ...x },
						y: {
							field: "low",
							type: "quantitative",
							title: `${name}, ${unitOf(name)}`,
							axis,
						},
						y2: { field: "high" },
						color: { ...colourOf(runs), legend: null },
					},
				},
				{
					data: { values },
					mark: { type: "line", strokeWidth: 2, point: { size: 14 } },
					encoding: {
						x: { field: "second", ...x },
						y: { field: "middle", type: "quantitative" },
						color: colourOf(runs),
					},
				},
			],
		}),
	};
}

export async function perNode(
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
		svg: await boxes(values, `${name}, ${unitOf(name)}`, "linear"),
	};
}
