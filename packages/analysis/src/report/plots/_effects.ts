import { draw, labelAxis, WIDTH } from "./_draw.ts";

/** Relative change of a measure, with its interval. */
export interface Effect {
	readonly label: string;
	/** 0.05 = 5 % more. */
	readonly change: number;
	readonly low: number;
	readonly high: number;
	readonly answer:
		| "better"
		| "worse"
		| "different"
		| "equivalent"
		| "inconclusive";
}

const COLOURS: Readonly<Record<Effect["answer"], string>> = {
	better: "#009e73",
	worse: "#d55e00",
	different: "#0072b2",
	equivalent: "#56b4e9",
	inconclusive: "#999999",
};

/** Changes beyond this are drawn at the edge, so that one of them does not flatten all others. */
const EDGE = 1;

/** Draws changes as points with intervals around the line of no change. */
export function effects(values: readonly Effect[]): Promise<string> {
	const clamp = (value: number) => Math.max(-EDGE, Math.min(EDGE, value));
	const answers = Object.keys(COLOURS).filter((answer) =>
		values.some((value) => value.answer === answer),
	) as Effect["answer"][];
	const color = {
		field: "answer",
		type: "nominal",
		title: null,
		scale: { domain: answers, range: answers.map((answer) => COLOURS[answer]) },
		legend: { direction: "horizontal" },
	} as const;
	return draw({
		width: WIDTH,
		height: values.length * 24,
		data: {
			values: values.map((value) => ({
				...value,
				change: clamp(value.change),
				low: clamp(value.low),
				high: clamp(value.high),
			})),
		},
		encoding: {
			y: labelAxis,
		},
		layer: [
			{
				data: { values: [{ at: 0 }] },
				mark: { type: "rule", color: "#555555" },
				encoding: { x: { field: "at", type: "quantitative" }, y: null },
			},
			{
				mark: { type: "rule", strokeWidth: 2 },
				encoding: {
					x: {
						field: "low",
						type: "quantitative",
						title: "change from the base",
						axis: { format: "+.2~p", labelOverlap: true },
					},
					x2: { field: "high" },
					color,
				},
			},
			{
				mark: { type: "point", filled: true, size: 70, opacity: 1 },
				encoding: { x: { field: "change", type: "quantitative" }, color },
			},
		],
	});
}
