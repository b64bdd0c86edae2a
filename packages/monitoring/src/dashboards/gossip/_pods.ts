import type { MetricName } from "@lab/signals";
import type { PanelQuery } from "../panel.ts";
import { selectorOf } from "../selector.ts";

/** Metrics of the experiment that the dashboard's reader chose. */
export const { select, rate } = selectorOf({ namespace: "$namespace" });

/**
 * What a thousand pods have in common: the median, and the ends of the range.
 *
 * @param each one value per pod
 */
export const spread = (each: string): PanelQuery[] => [
	{ expr: `min(${each})`, legend: "least" },
	{ expr: `quantile(0.5, ${each})`, legend: "median" },
	{ expr: `quantile(0.95, ${each})`, legend: "95 %" },
	{ expr: `max(${each})`, legend: "most" },
];

/** One number per pod, whatever other labels its series have. */
export const perPod = (value: string): string => `sum by (pod) (${value})`;

/** What all pods did together, per second. */
export const total = (metric: MetricName, legend: string): PanelQuery => ({
	expr: `sum(${rate(metric)})`,
	legend,
});
