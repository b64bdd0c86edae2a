/** Above this number, splits are sampled instead of enumerated. */
const MAX_SPLITS = 20_000;

/** Values of one measure: those of the base's runs, then those of the candidate's. */
export type MeasureValues = readonly number[];

/** All ways to split the runs into two sides, or a fixed sample of them. */
export interface Splits {
	/** Runs of the first side, by split; the first split is the observed one. */
	readonly members: readonly (readonly number[])[];
	/** Whether `members` contains all splits. */
	readonly exact: boolean;
}

export function splitsOf(first: number, second: number): Splits {
	const key = `${first} ${second}`;
	const known = cache.get(key) ?? splits(first, second);
	cache.set(key, known);
	return known;
}

/** Splits by the sizes of the sides: the same few sizes recur. */
const cache = new Map<string, Splits>();

function splits(first: number, second: number): Splits {
	const all = first + second;
	const observed = Array.from({ length: first }, (_, run) => run);
	if (splitCount(first, second) <= MAX_SPLITS) {
		const members: number[][] = [];
		const choose = (from: number, chosen: readonly number[]): void => {
			if (chosen.length === first) members.push([...chosen]);
			else
				for (let run = from; run < all; run++)
					choose(run + 1, [...chosen, run]);
		};
		choose(0, []);
		return { members, exact: true };
	}
	const random = generator(all);
	const draw = () => {
		const runs = Array.from({ length: all }, (_, run) => run);
		for (let place = 0; place < first; place++) {
			const other = place + Math.floor(random() * (all - place));
			[runs[place], runs[other]] = [
				runs[other] as number,
				runs[place] as number,
			];
		}
		return runs.slice(0, first);
	};
	return {
		members: [observed, ...Array.from({ length: MAX_SPLITS - 1 }, draw)],
		exact: false,
	};
}

/** Returns the number of ways to choose the runs of the first side. */
export function splitCount(first: number, second: number): number {
	let count = 1;
	for (let chosen = 1; chosen <= first; chosen++)
		count = (count * (second + chosen)) / chosen;
	return Math.round(count);
}

/** Returns a seeded random generator (mulberry32), so that repeating a comparison gives the same answer. */
function generator(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

/**
 * Returns the p-values of the differences between two sides, adjusted for several
 * measures (Westfall and Young's step-down maxT): the probability that any measure
 * without a difference falls below p is at most p, for any dependence between
 * measures and any distribution, provided that the runs are exchangeable.
 *
 * @param measures values by run, the same number for each measure
 * @param splits of the same number of runs
 * @returns one p-value per measure
 */
export function adjustedPValues(
	measures: readonly MeasureValues[],
	{ members }: Splits,
): number[] {
	const centred = measures.map(centredValues);
	const observed = centred.map((values) => explained(values, members[0] ?? []));
	const order = [...measures.keys()].sort(
		(a, b) => (observed[b] as number) - (observed[a] as number),
	);
	const beyond = new Float64Array(measures.length);
	for (const split of members) {
		let largest = 0;
		for (let rank = order.length - 1; rank >= 0; rank--) {
			const measure = order[rank] as number;
			largest = Math.max(
				largest,
				explained(centred[measure] as Centred, split),
			);
			if (largest >= (observed[measure] as number) - ROUNDING)
				beyond[rank] = (beyond[rank] as number) + 1;
		}
	}
	const p = new Array<number>(measures.length);
	let before = 0;
	for (const [rank, measure] of order.entries()) {
		before = Math.max(before, (beyond[rank] as number) / members.length);
		p[measure] = before;
	}
	return p;
}

/** Tolerance for sums whose order of addition differs. */
const ROUNDING = 1e-9;

interface Centred {
	readonly values: Float64Array;
	/** Sum of squares of all values, 0 if they are equal: the normalization in `explained`. */
	readonly spread: number;
}

function centredValues(values: MeasureValues): Centred {
	const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
	const centred = Float64Array.from(values, (value) => value - mean);
	const squares = centred.reduce((sum, value) => sum + value * value, 0);
	// Equal values leave only rounding errors.
	const none = squares <= (1e-12 * mean) ** 2 * values.length;
	return { values: centred, spread: none ? 0 : squares };
}

/** Returns the share of the total variance that a split explains: it grows with |t|, and is defined without variance within the sides. */
function explained(
	{ values, spread }: Centred,
	side: readonly number[],
): number {
	if (spread === 0) return 0;
	let sum = 0;
	for (let place = 0; place < side.length; place++)
		sum += values[side[place] as number] as number;
	const [all, first] = [values.length, side.length];
	return (sum * sum * all) / (first * (all - first) * spread);
}
