export {
	type Cell,
	Database,
	type DatabaseLimits,
	literal,
	query,
	type Row,
} from "./database.ts";
export { deriveTables } from "./derive.ts";
export type { Derived } from "./derived.ts";
export {
	type ColumnData,
	type Columns,
	type ColumnType,
	PARQUET,
	TableWriter,
	tableFolder,
} from "./table-writer.ts";
export {
	createViews,
	type Part,
	runsOf,
	tablesOf,
	viewName,
	withEventsOf,
} from "./views.ts";
export {
	type EventTables,
	type WriteEvents,
	writeEvents,
} from "./write-events.ts";
export { seriesName, writeMetrics } from "./write-metrics.ts";
