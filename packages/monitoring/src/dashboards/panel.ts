/** Grafana's ids of units. */
export type PanelUnit =
	| "Bps"
	| "bytes"
	| "celsius"
	| "cps"
	| "hertz"
	| "percentunit"
	| "pps"
	| "s"
	| "short";

export interface PanelQuery {
	/** PromQL accepted by both Prometheus and VictoriaMetrics. */
	readonly expr: string;
	/** Name of a series; `{{label}}` is replaced by the label's value. */
	readonly legend: string;
}

/** One graph over time. */
export interface Panel {
	readonly title: string;
	/** What the panel shows and which values are a problem. */
	readonly description: string;
	readonly unit: PanelUnit;
	readonly queries: readonly PanelQuery[];
	/** Values from which the graph turns orange (warning) and red (alarm). */
	readonly limits?: readonly [warning: number, alarm: number];
	readonly min?: number;
	readonly max?: number;
}

/** Axis of a ratio from 0 to 1. */
export const share = { unit: "percentunit", min: 0, max: 1 } as const;
