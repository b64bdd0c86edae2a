/** Units by the ids that Grafana knows. */
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
	/** PromQL: what both Prometheus and VictoriaMetrics take. */
	readonly expr: string;
	/** What a series is called, `{{label}}` for a label's value. */
	readonly legend: string;
}

/** One graph over time. */
export interface Panel {
	readonly title: string;
	/** What it shows and when to worry. */
	readonly description: string;
	readonly unit: PanelUnit;
	readonly queries: readonly PanelQuery[];
	/** Values from which on it is bad: first a warning, then an alarm. */
	readonly limits?: readonly [warning: number, alarm: number];
	readonly min?: number;
	readonly max?: number;
}

/** A share of a whole, 0 to 1. */
export const share = { unit: "percentunit", min: 0, max: 1 } as const;
