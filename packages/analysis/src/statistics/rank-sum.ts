/** Above this number of pairs, the normal approximation replaces the exact distribution. */
const EXACT_PAIRS = 2500;

/**
 * Returns the cumulative distribution of the Mann-Whitney U statistic if both
 * samples come from one population without ties.
 *
 * @returns `P(U <= u)` for u = 0..m*n, by enumeration
 */
export function rankSumDistribution(m: number, n: number): Float64Array {
	const pairs = m * n;
	// ways[j][u]: choices of j of the ranks seen so far that give U = u.
	const ways = Array.from({ length: m + 1 }, () => new Float64Array(pairs + 1));
	(ways[0] as Float64Array)[0] = 1;
	for (let rank = 1; rank <= m + n; rank++) {
		for (let j = Math.min(rank, m); j >= 1; j--) {
			const shift = rank - j;
			if (shift > n) continue;
			const into = ways[j] as Float64Array;
			const from = ways[j - 1] as Float64Array;
			for (let u = pairs; u >= shift; u--) {
				into[u] = (into[u] as number) + (from[u - shift] as number);
			}
		}
	}
	const last = ways[m] as Float64Array;
	const total = last.reduce((sum, count) => sum + count, 0);
	let below = 0;
	return last.map((count) => {
		below += count;
		return below / total;
	});
}

/**
 * Returns the number of smallest (and of largest) pairwise differences that an
 * interval may exclude: the largest k with `P(U <= k - 1) <= tail`.
 *
 * @returns 0 if the samples are too small for such an interval
 */
export function trimmedPairs(m: number, n: number, tail: number): number {
	const pairs = m * n;
	if (pairs > EXACT_PAIRS) {
		const deviation = Math.sqrt((pairs * (m + n + 1)) / 12);
		return Math.max(
			0,
			Math.floor(pairs / 2 + 0.5 - normalQuantile(1 - tail) * deviation),
		);
	}
	// Tolerance for rounding: (1 - 0.9) / 2 is slightly below 0.05, the exact p of 3 against 3.
	return rankSumDistribution(m, n).findIndex((p) => p > tail * (1 + 1e-9));
}

/** Returns `P(U <= count)` if both samples come from one population. */
export function rankSumTail(m: number, n: number, count: number): number {
	const pairs = m * n;
	if (count >= pairs) return 1;
	if (pairs <= EXACT_PAIRS) return rankSumDistribution(m, n)[count] as number;
	const deviation = Math.sqrt((pairs * (m + n + 1)) / 12);
	return normalTail((count + 0.5 - pairs / 2) / deviation);
}

/** Cumulative standard normal distribution (Abramowitz and Stegun 26.2.17), |error| < 7.5e-8. */
function normalTail(value: number): number {
	if (value > 0) return 1 - normalTail(-value);
	const t = 1 / (1 - 0.2316419 * value);
	const terms = [
		0.31938153, -0.356563782, 1.781477937, -1.821255978, 1.330274429,
	];
	const sum = terms.reduceRight((inner, term) => t * (term + inner), 0);
	return (Math.exp((-value * value) / 2) / Math.sqrt(2 * Math.PI)) * sum;
}

/** Quantile of the standard normal distribution (Acklam), relative error < 1.2e-9. */
export function normalQuantile(p: number): number {
	const a = [
		-39.69683028665376, 220.9460984245205, -275.9285104469687, 138.357751867269,
		-30.66479806614716, 2.506628277459239,
	];
	const b = [
		-54.47609879822406, 161.5858368580409, -155.6989798598866,
		66.80131188771972, -13.28068155288572,
	];
	const c = [
		-0.007784894002430293, -0.3223964580411365, -2.400758277161838,
		-2.549732539343734, 4.374664141464968, 2.938163982698783,
	];
	const d = [
		0.007784695709041462, 0.3224671290700398, 2.445134137142996,
		3.754408661907416,
	];
	const horner = (terms: readonly number[], x: number) =>
		terms.reduce((sum, term) => sum * x + term, 0);
	if (p < 0.02425) {
		const q = Math.sqrt(-2 * Math.log(p));
		return horner(c, q) / horner([...d, 1], q);
	}
	if (p > 1 - 0.02425) return -normalQuantile(1 - p);
	const q = p - 0.5;
	const r = q * q;
	return (horner(a, r) * q) / horner([...b, 1], r);
}
