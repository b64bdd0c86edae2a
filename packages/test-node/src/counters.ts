import type { GossipsubOpts } from "@libp2p/gossipsub";

type Register = NonNullable<GossipsubOpts["metricsRegister"]>;
type Labels = Readonly<Record<string, string | number>>;
type Collect = (metric: never) => void;

/** The metrics that gossipsub records about itself, by its own names. */
export interface Counters {
	readonly register: Register;
	/** Sum of a metric over its labels; `0` if it was never updated. */
	total(name: string): number;
	/** Updates the metrics that are computed only on demand. */
	collect(): void;
}

/** Keeps sums only: a histogram counts its observations. */
export function createCounters(): Counters {
	const values = new Map<string, Map<string, number>>();
	const collectors: (() => void)[] = [];
	const metric = ({ name }: { name: string }) => {
		const series = new Map<string, number>();
		values.set(name, series);
		const put = (
			first: Labels | number | undefined,
			second: number | undefined,
			change: (old: number, given: number | undefined) => number,
		) => {
			const labelled = typeof first === "object";
			const key = labelled ? Object.values(first).join("\0") : "";
			series.set(key, change(series.get(key) ?? 0, labelled ? second : first));
		};
		const made = {
			inc: (a?: Labels | number, b?: number) =>
				put(a, b, (old, given) => old + (given ?? 1)),
			set: (a: Labels | number, b?: number) =>
				put(a, b, (_old, given) => given ?? 0),
			observe: (a: Labels | number, b?: number) => put(a, b, (old) => old + 1),
			startTimer: () => () => {},
			reset: () => series.clear(),
			addCollect: (collect: Collect) =>
				collectors.push(() => collect(made as never)),
		};
		return made;
	};
	return {
		register: {
			gauge: metric,
			histogram: metric,
			avgMinMax: () => ({ set: () => {} }),
		} as unknown as Register,
		total: (name) =>
			[...(values.get(name)?.values() ?? [])].reduce((sum, n) => sum + n, 0),
		collect: () => {
			for (const collect of collectors) collect();
		},
	};
}
