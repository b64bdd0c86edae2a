import { reduced } from "../figures.ts";
import type { RunFigures } from "../run-figures.ts";
import { boxes, boxOf } from "./_boxes.ts";
import { axis, draw, HEIGHT, lineOf, unitOf, WIDTH } from "./_draw.ts";
import type { Plot } from "./plot.ts";

/** Start of the time axis, ns since 1970: the first window, or the first sample without windows. */
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
				run: one.label,
				second: (Number(time) - zeroOf(one)) / 1e9,
				low,
				middle,
				high,
			})),
	);
	// A single instant per run is no course; the table has its value.
	const instants = (name: string) =>
		new Set(values.flatMap(({ run, second }) => (run === name ? second : [])));
	if (!runs.some(({ label }) => instants(label).size > 1)) return undefined;
	const line = lineOf(
		"run",
		runs.map(({ label }) => label),
	);
	// Show the windows of the first run: runs of one plan share them.
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
			"Line: median node; band: 5th to 95th percentile of the nodes. Grey: windows of the run.",
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
						fontSize: 11,
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
					mark: { type: "area", opacity: runs.length > 1 ? 0.1 : 0.2 },
					encoding: {
						x: { field: "second", ...x },
						y: {
							field: "low",
							type: "quantitative",
							title: `${name}, ${unitOf(name)}`,
							axis,
						},
						y2: { field: "high" },
						color: line.color,
					},
				},
				{
					data: { values },
					mark: {
						type: "line",
						strokeWidth: 2,
						point: { size: 24, strokeDash: [1, 0] },
					},
					encoding: {
						x: { field: "second", ...x },
						y: { field: "middle", type: "quantitative" },
						...line,
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
		({ label: run, samples }) =>
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
			"One value per node: the last value of a counter, the median of a gauge or rate. The box contains the middle half of the nodes; the number is the median.",
		svg: await boxes(values, `${name}, ${unitOf(name)}`, "linear"),
	};
}
