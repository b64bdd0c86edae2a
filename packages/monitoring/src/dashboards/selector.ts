import type { MetricName } from "@lab/signals";

export type Matchers = Readonly<Record<string, string>>;

/** A matcher of label values, written as PromQL does: `=~"a|b"` or `="a"`. */
const matcher = ([label, value]: readonly [string, string]): string =>
	/^[!=]/.test(value) ? `${label}${value}` : `${label}="${value}"`;

/**
 * Selectors of one dashboard: each holds to what its variables chose.
 *
 * @returns `select("up", { job: "x" })` is `up{<scope>,job="x"}`; a value that
 * begins with `=~`, `!=` or `!~` keeps its operator and brings its own quotes
 */
export function selectorOf(scope: Matchers) {
	const select = (metric: MetricName, matchers: Matchers = {}): string =>
		`${metric}{${Object.entries({ ...scope, ...matchers })
			.map(matcher)
			.join(",")}}`;
	return {
		select,
		/** Increase per second. */
		rate: (metric: MetricName, matchers?: Matchers): string =>
			`rate(${select(metric, matchers)}[$__rate_interval])`,
	};
}
