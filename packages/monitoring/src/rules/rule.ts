import type { Duration } from "@lab/core";

/** Query that is evaluated periodically and stored as a series. */
export interface RecordingRule {
	/** `level:metric:operation`, Prometheus's naming convention. */
	readonly record: `${string}:${string}:${string}`;
	/**
	 * For vmalert: PromQL, and `increase_prometheus` for counters that are rarely 0
	 * when they are first seen. In VictoriaMetrics, `increase` counts a first value
	 * below ten as an increase.
	 */
	readonly expr: string;
	/** What a value means. */
	readonly meaning: string;
}

export interface Alert {
	readonly alert: string;
	readonly expr: string;
	/** How long the expression must hold before the alert fires. */
	readonly for: Duration;
	/** `critical`: data is being lost, or current measurements are invalid. */
	readonly severity: "warning" | "critical";
	/** What is wrong and, from the labels, where. */
	readonly summary: string;
	/** Effect on experiments, and what to do about it. */
	readonly help: string;
}

export interface RuleGroup {
	readonly name: string;
	/** Evaluation interval; not shorter than the scrape interval of its metrics. */
	readonly interval: Duration;
	readonly rules: readonly (RecordingRule | Alert)[];
}

export const isAlert = (rule: RecordingRule | Alert): rule is Alert =>
	"alert" in rule;

/** Converts a group to the format of Prometheus and vmalert. */
export const toPrometheus = ({ name, interval, rules }: RuleGroup) => ({
	name,
	interval,
	rules: rules.map((rule) =>
		isAlert(rule)
			? {
					alert: rule.alert,
					expr: rule.expr,
					for: rule.for,
					labels: { severity: rule.severity },
					annotations: { summary: rule.summary, help: rule.help },
				}
			: { record: rule.record, expr: rule.expr },
	),
});
