import type { RunFigures } from "../run-figures.ts";
import { draw, WIDTH } from "./_draw.ts";
import type { Plot } from "./plot.ts";

const CELL_HEIGHT = 8;

/** Draws missing and unobservable deliveries by node and time; undefined if all arrived. */
export async function missingMap({
	run,
	label,
	missingMap: cells,
}: RunFigures): Promise<Plot | undefined> {
	const lacking = cells.some(
		({ missing, unobservable }) => missing + unobservable > 0,
	);
	if (!lacking) return undefined;
	const start = Math.min(
		...cells.map(({ published_ns }) => Number(published_ns)),
	);
	const begins = new Map<number, number>();
	for (const { tick, published_ns } of cells) {
		const at = Number(published_ns);
		begins.set(tick, Math.min(begins.get(tick) ?? at, at));
	}
	const values = cells.map((cell) => ({
		nodes:
			cell.first_node === cell.last_node
				? `${cell.first_node}`
				: `${cell.first_node}-${cell.last_node}`,
		order: cell.band,
		second: Math.round(((begins.get(cell.tick) as number) - start) / 1e7) / 100,
		missing: cell.missing / cell.expected,
		unobservable: cell.unobservable,
	}));
	const bands = new Set(values.map(({ order }) => order)).size;
	const place = {
		x: {
			field: "second",
			type: "ordinal",
			title: "published, s after the first message",
			axis: { labelOverlap: true, labelAngle: 0 },
		},
		y: {
			field: "nodes",
			type: "ordinal",
			sort: { field: "order" },
			title: "nodes",
			axis: { labelOverlap: true },
		},
	};
	return {
		name: `missing-${run}`,
		title: `Missing deliveries by node and time: ${label}`,
		caption:
			"Rows are nodes by number, columns are times of publishing. Grey: all arrived; red: share missing; white: nothing was expected, as at the publisher; dot: some deliveries are unobservable. A dark row is a node that lost many messages, a dark column a time at which many nodes did.",
		svg: await draw({
			width: WIDTH,
			height: Math.max(80, bands * CELL_HEIGHT),
			data: { values },
			layer: [
				{
					mark: { type: "rect", stroke: "white", strokeWidth: 0.5 },
					encoding: {
						...place,
						color: {
							field: "missing",
							type: "quantitative",
							title: "missing",
							legend: { format: ".0%", orient: "right" },
							scale: {
								domain: [
									0,
									Math.max(0.01, ...values.map(({ missing }) => missing)),
								],
								range: ["#e9edf0", "#b2182b"],
								interpolate: "rgb",
							},
						},
					},
				},
				{
					transform: [{ filter: "datum.unobservable > 0" }],
					mark: { type: "point", size: 12, filled: true, color: "#333333" },
					encoding: place,
				},
			],
		}),
	};
}
