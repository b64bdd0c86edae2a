import { median } from "./shift.ts";

/** Transforms values so that their differences represent relative changes. */
export interface Scale {
	/** Transforms values. */
	of(values: readonly number[]): number[];
	/** Converts a difference into a relative change. */
	back(shift: number): number;
	/** Converts a relative change into a difference. */
	to(change: number): number;
}

/** @returns undefined if a side has no values, or any value is not finite */
export function relativeScale(
	from: readonly number[],
	to: readonly number[],
): Scale | undefined {
	const all = [...from, ...to];
	if (from.length === 0 || to.length === 0 || !all.every(Number.isFinite)) {
		return undefined;
	}
	if (all.every((value) => value > 0)) {
		return {
			of: (values) => values.map(Math.log),
			back: Math.expm1,
			to: Math.log1p,
		};
	}
	if (all.every((value) => value === 0)) {
		return {
			of: (values) => [...values],
			back: (value) => value,
			to: (value) => value,
		};
	}
	const base = Math.abs(median(from));
	return {
		of: (values) => [...values],
		// Infinite if the base is 0: the relative change is unbounded.
		back: (value) => (value === 0 ? 0 : value / base),
		to: (change) => change * base,
	};
}
