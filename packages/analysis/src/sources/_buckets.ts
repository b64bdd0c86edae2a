import type { LogQuery, LogSlice } from "./log-source.ts";

/** Lines per slice: limits memory to about 100 MB. */
export const SLICE_LINES = 200_000;

/** Number of lines in one interval, from `start` on. */
export interface Bucket {
	readonly start: bigint;
	readonly lines: number;
}

/** Buckets per response, below the limits of the servers: Loki 11,000, OpenSearch 65,535. */
const MAX_BUCKETS = 10_000n;

/** Returns the shortest possible width of a bucket, in ns but whole seconds, since a bucket is never divided. */
export function bucketWidth(query: LogQuery): bigint {
	const seconds = (query.end - query.start) / 1_000_000_000n / MAX_BUCKETS;
	return (seconds + 1n) * 1_000_000_000n;
}

/** Joins neighbouring buckets into slices of at most `limit` lines; a single larger bucket becomes one slice. */
export function slicesOf(
	query: LogQuery,
	part: string,
	buckets: readonly Bucket[],
	limit = SLICE_LINES,
): LogSlice[] {
	const full = [...buckets]
		.filter(({ lines }) => lines > 0)
		.sort((a, b) => (a.start < b.start ? -1 : 1));
	const groups: Bucket[][] = [];
	let sum = 0;
	for (const bucket of full) {
		const group = groups.at(-1);
		if (group === undefined || sum + bucket.lines > limit) {
			groups.push([bucket]);
			sum = bucket.lines;
		} else {
			group.push(bucket);
			sum += bucket.lines;
		}
	}
	return groups.map((group, index): LogSlice => {
		const first = group[0] as Bucket;
		const start = later(first.start, query.start);
		const end = groups[index + 1]?.[0]?.start ?? query.end;
		return {
			id: `${part}-${start}`,
			start,
			end,
			part,
			lines: group.reduce((total, { lines }) => total + lines, 0),
		};
	});
}

const later = (a: bigint, b: bigint): bigint => {
	if (a > b) return a;
	return b;
};
