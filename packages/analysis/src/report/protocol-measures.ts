import type { MeasureName } from "@lab/record";
import {
	type Figure,
	type FigureRows,
	type Protocol,
	partsOf,
} from "../protocol/index.ts";

/** Returns the figures that measures of a window need. */
export const windowFigures = (protocols: readonly Protocol[]): Figure[] => {
	const needed = new Set(
		partsOf(protocols, ({ measures = {} }) => Object.values(measures)).map(
			([figure]) => figure,
		),
	);
	return partsOf(protocols, ({ figures }) => figures).filter(
		({ name, within }) => within !== undefined && needed.has(name),
	);
};

/** Computes the measures of the protocols from their figures; one that the rows do not determine is absent. */
export const protocolMeasures = (
	figures: Readonly<Record<string, FigureRows>>,
	protocols: readonly Protocol[],
): Partial<Record<MeasureName, number>> =>
	Object.fromEntries(
		partsOf(protocols, ({ measures = {} }) => Object.entries(measures)).flatMap(
			([name, [figure, of]]) => {
				const rows = figures[figure] ?? [];
				const value = rows.length === 0 ? undefined : of(rows);
				return value === undefined || Number.isNaN(value)
					? []
					: [[name, value]];
			},
		),
	);
