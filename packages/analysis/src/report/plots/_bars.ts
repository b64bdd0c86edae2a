import { draw, WIDTH } from "./_draw.ts";

/** One part of one bar. */
export interface BarPart {
	/** Which bar. */
	readonly label: string;
	readonly part: string;
	readonly value: number;
}

const MAX_BARS = 30;

/** Good, bad and undecided ends, told apart by every eye. */
const PART_COLOURS = ["#009e73", "#d55e00", "#e69f00", "#56b4e9", "#999999"];

/** Of more bars than one can read, those whose share of the first part is least. */
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
 * Bars below each other, each of its parts.
 *
 * @param hoped is the first part what one hopes for?
 */
export function bars(
	values: readonly BarPart[],
	title: string,
	{ hoped = true } = {},
): Promise<string> {
	const shown = readable(values);
	const parts = [...new Set(values.map(({ part }) => part))];
	const colours = PART_COLOURS.slice(hoped ? 0 : 1);
	const count = new Set(shown.map(({ label }) => label)).size;
	return draw({
		width: WIDTH,
		height: Math.max(60, count * 22),
		data: {
			values: shown.map((one) => ({ ...one, order: parts.indexOf(one.part) })),
		},
		mark: "bar",
		encoding: {
			y: {
				field: "label",
				type: "nominal",
				title: null,
				sort: null,
				axis: { labelLimit: 320 },
			},
			x: {
				field: "value",
				type: "quantitative",
				title,
				axis: { format: "~s", tickMinStep: 1 },
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
