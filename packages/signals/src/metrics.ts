import { containerMetrics } from "./container-metrics.ts";
import { libp2pMetrics } from "./libp2p-metrics.ts";
import type { Metric } from "./metric.ts";
import { nodeMetrics } from "./node-metrics.ts";
import { platformMetrics } from "./platform-metrics.ts";

/** Every metric that the lab relies on, by its name in the store. */
export const metrics = {
	...nodeMetrics,
	...platformMetrics,
	...libp2pMetrics,
	...containerMetrics,
} as const satisfies Record<string, Metric>;

export type MetricName = keyof typeof metrics;
