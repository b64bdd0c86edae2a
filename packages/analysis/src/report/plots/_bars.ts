import { draw, labelAxis, WIDTH } from "./_draw.ts";

/** One part of one bar. */
export interface BarPart {
	/** Label of the bar. */
	readonly label: string;
	readonly part: string;
	readonly value: number;
}

const MAX_BARS = 30;

/** Good, bad and undecided parts first; safe for colour-blind readers. */
const PART_COLOURS = ["#009e73", "#d55e00", "#e69f00", "#56b4e9", "#999999"];

/** Limits the number of bars: keeps those with the smallest share of the first part. */
function readable(values: readonly BarPart[]): readonly BarPart[] {
	const labels = [...new Set(values.map(({ label }) => label))];
	if (labels.length <= MAX_BARS) return values;
	const share = (label: string) => {
		const mine = values.filter((one) => one.label === label);
		const all = mine.reduce((sum, { value }) => sum + value, 0);
		return all === 0 ? 0 : (mine[0]?.value ?? 0) / all;
	};
	const worst = new Set(
		labels
			.map((label) => ({ label, share: share(label) }))
			.sort((a, b) => a.share - b.share)
			.slice(0, MAX_BARS)
			.map(({ label }) => label),
	);
	return values.filter(({ label }) => worst.has(label));
}

/**
 * Draws horizontal stacked bars.
 *
 * @param firstIsGood whether the first part is the good outcome, shown in green
 */
export function bars(
	values: readonly BarPart[],
	title: string,
	{ firstIsGood = true } = {},
): Promise<string> {
	const shown = readable(values);
	const parts = [...new Set(values.map(({ part }) => part))];
	const colours = PART_COLOURS.slice(firstIsGood ? 0 : 1);
	const count = new Set(shown.map(({ label }) => label)).size;
	return draw({
		width: WIDTH,
		height: Math.max(60, count * 22),
		data: {
			values: shown.map((one) => ({ ...one, order: parts.indexOf(one.part) })),
		},
		mark: "bar",
		encoding: {
			y: labelAxis,
			x: {
				field: "value",
				type: "quantitative",
				title,
				axis: { format: "~s", tickMinStep: 1, labelOverlap: true },
			},
			color: {
				field: "part",
				type: "nominal",
				title: null,
				sort: parts,
				scale: { domain: parts, range: colours.slice(0, parts.length) },
				legend: { direction: "horizontal" },
			},
			order: { field: "order" },
		},
	});
}
