import type { Duration } from "@lab/core";
import type { Panel } from "./panel.ts";

/** Drop-down at the top of a dashboard that offers the values of a label. */
export interface Variable {
	readonly name: string;
	readonly title: string;
	/** Metric that every target exports; its series supply the label's values. */
	readonly metric: string;
	readonly label: string;
	/** Allow several values at once, with all selected initially. @default false */
	readonly many?: boolean;
}

export interface Dashboard {
	/** Name of its source folder, and its uid in Grafana: renaming it breaks links. */
	readonly name: string;
	readonly title: string;
	readonly description: string;
	/** Grafana folder that contains it. */
	readonly folder: string;
	/** Refresh interval; not shorter than the scrape interval of its metrics. */
	readonly refresh: Duration;
	/** Initial time range: this long, up to now. */
	readonly span: Duration;
	readonly variables: readonly Variable[];
	readonly rows: readonly Row[];
}

export interface Row {
	readonly title: string;
	readonly panels: readonly Panel[];
}
