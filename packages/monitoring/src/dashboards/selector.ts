import type { MetricName } from "@lab/signals";

export type Matchers = Readonly<Record<string, string>>;

/** Formats a label matcher as PromQL: `label=~"a|b"` or `label="a"`. */
const matcher = ([label, value]: readonly [string, string]): string =>
	/^[!=]/.test(value) ? `${label}${value}` : `${label}="${value}"`;

/**
 * Builds selectors that all share the matchers of `scope`, such as a dashboard's variables.
 *
 * @returns functions; `select("up", { job: "x" })` is `up{<scope>,job="x"}`.
 * A value that begins with `=~`, `!=` or `!~` is used verbatim: it must contain
 * its own quotes.
 */
export function selectorOf(scope: Matchers) {
	const select = (metric: MetricName, matchers: Matchers = {}): string =>
		`${metric}{${Object.entries({ ...scope, ...matchers })
			.map(matcher)
			.join(",")}}`;
	return {
		select,
		/**
		 * Increase per second, of the series that still exist: in VictoriaMetrics, one
		 * that ended would keep its last rate for the whole window.
		 */
		rate: (metric: MetricName, matchers?: Matchers): string => {
			const series = select(metric, matchers);
			return `(rate(${series}[$__rate_interval]) and ${series})`;
		},
	};
}
