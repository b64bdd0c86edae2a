import { median } from "./shift.ts";

/** How values become ones whose differences are relative changes. */
interface Scale {
	of(values: readonly number[]): number[];
	back(shift: number): number;
}

/** @returns undefined when a side has no values, or one that is no number */
export function relativeScale(
	from: readonly number[],
	to: readonly number[],
): Scale | undefined {
	const all = [...from, ...to];
	if (from.length === 0 || to.length === 0 || !all.every(Number.isFinite)) {
		return undefined;
	}
	if (all.every((value) => value > 0)) {
		return { of: (values) => values.map(Math.log), back: Math.expm1 };
	}
	if (all.every((value) => value === 0)) {
		return { of: (values) => [...values], back: (value) => value };
	}
	const base = Math.abs(median(from));
	return {
		of: (values) => [...values],
		// Of nothing, any change is without bound.
		back: (value) => (value === 0 ? 0 : value / base),
	};
}
