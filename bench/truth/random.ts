export interface Random {
	/** Uniform between two numbers. */
	between(low: number, high: number): number;
	/** Standard normal. */
	normal(): number;
}

/** A seeded generator (mulberry32), so that a simulation can be repeated. */
export function randomOf(seed: number): Random {
	let state = seed * 0x9e3779b9;
	const next = (): number => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
	return {
		between: (low, high) => low + (high - low) * next(),
		normal: () =>
			Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
	};
}
