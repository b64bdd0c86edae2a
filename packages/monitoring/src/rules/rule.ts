import type { Duration } from "@lab/core";

/** A question that is answered again and again, and its answers kept. */
export interface RecordingRule {
	/** `level:metric:operation`, the convention of Prometheus. */
	readonly record: `${string}:${string}:${string}`;
	readonly expr: string;
	/** What a value means. */
	readonly meaning: string;
}

export interface Alert {
	readonly alert: string;
	readonly expr: string;
	/** How long it must be so. */
	readonly for: Duration;
	/** `critical`: data is being lost, or what is measured now is worthless. */
	readonly severity: "warning" | "critical";
	/** What is wrong, with the labels that say where. */
	readonly summary: string;
	/** What it does to experiments, and what to do. */
	readonly help: string;
}

export interface RuleGroup {
	readonly name: string;
	/** Not quicker than what it asks about is scraped. */
	readonly interval: Duration;
	readonly rules: readonly (RecordingRule | Alert)[];
}

export const isAlert = (rule: RecordingRule | Alert): rule is Alert =>
	"alert" in rule;

/** A group as Prometheus and vmalert both read it. */
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
