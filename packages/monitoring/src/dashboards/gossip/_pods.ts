import type { MetricName } from "@lab/signals";
import type { PanelQuery } from "../panel.ts";
import { selectorOf } from "../selector.ts";

/** Selectors for metrics of the experiment selected in the dashboard. */
export const { select, rate } = selectorOf({ namespace: "$namespace" });

/**
 * Queries for the distribution over all pods: minimum, median, 95th percentile, maximum.
 *
 * @param each PromQL expression with one value per pod
 */
export const spread = (each: string): PanelQuery[] => [
	{ expr: `min(${each})`, legend: "min" },
	{ expr: `quantile(0.5, ${each})`, legend: "median" },
	{ expr: `quantile(0.95, ${each})`, legend: "p95" },
	{ expr: `max(${each})`, legend: "max" },
];

/** Sums over all labels but `pod`: one value per pod. */
export const perPod = (value: string): string => `sum by (pod) (${value})`;

/** Query for the rate per second, summed over all pods. */
export const total = (metric: MetricName, legend: string): PanelQuery => ({
	expr: `sum(${rate(metric)})`,
	legend,
});
