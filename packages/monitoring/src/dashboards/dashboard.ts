import type { Duration } from "@lab/core";
import type { Panel } from "./panel.ts";

/** A choice at the top of a dashboard, from the values of a label. */
export interface Variable {
	readonly name: string;
	readonly title: string;
	/** A metric that every target has. */
	readonly metric: string;
	readonly label: string;
	/** Several at once, and all to begin with. @default false */
	readonly many?: boolean;
}

export interface Dashboard {
	/** Its folder here, and part of its address in Grafana: links hang on it. */
	readonly name: string;
	readonly title: string;
	readonly description: string;
	/** Where Grafana lists it. */
	readonly folder: string;
	/** Not quicker than what it shows is scraped. */
	readonly refresh: Duration;
	/** The time that it shows at first, up to now. */
	readonly span: Duration;
	readonly variables: readonly Variable[];
	readonly rows: readonly Row[];
}

export interface Row {
	readonly title: string;
	readonly panels: readonly Panel[];
}
