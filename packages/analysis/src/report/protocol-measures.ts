import type { MeasureName } from "@lab/record";
import type { RunFigures } from "./figures.ts";

type Rows = readonly Readonly<Record<string, unknown>>[];

/** What measures are read from: the rows of a figure of a protocol, none of them empty. */
const measures: Readonly<
	Partial<
		Record<
			MeasureName,
			readonly [figure: string, of: (rows: Rows) => number | undefined]
		>
	>
> = {
	"kad.lookups.success": [
		"kad-lookups",
		(rows) => sum(rows, "successes") / sum(rows, "lookups"),
	],
	"kad.lookups.p95": ["kad-lookups", (rows) => most(rows, "p95_ms")],
	"services.found": [
		"service-discovery",
		(rows) =>
			least(
				rows
					.filter(({ expected }) => Number(expected) > 0)
					.map((row) => number(row, "found_peers") / number(row, "expected")),
			),
	],
	"hubs.above-mark": [
		"connection-manager",
		(rows) => rows.filter(({ watermarks }) => watermarks === "above").length,
	],
	"hubs.above-cap": [
		"connection-manager",
		(rows) =>
			rows.filter(
				(row) =>
					number(row, "cap") > 0 &&
					number(row, "most_at_once") > number(row, "cap"),
			).length,
	],
	"hubs.outbound-dropped": [
		"connection-manager",
		(rows) => sum(rows, "outbound_dropped"),
	],
	"hubs.guarded-dropped": [
		"connection-manager-groups",
		(rows) =>
			sum(
				rows.filter(({ peers_of }) => peers_of === "guarded"),
				"peers_dropped",
			),
	],
	"hubs.dropped-in-grace": [
		"connection-manager-groups",
		(rows) => sum(rows, "drops_within_grace"),
	],
	"store.not-archived": ["store-archive", (rows) => sum(rows, "not_archived")],
	"filter.missed": ["filter-deliveries", (rows) => sum(rows, "missed")],
	"lightpush.success": [
		"lightpush-success",
		(rows) => sum(rows, "relayed_count") / sum(rows, "message_count"),
	],
};

/** What the figures of protocols say about measures; those of which they say nothing are absent. */
export const protocolMeasures = ({
	protocols,
}: Pick<RunFigures, "protocols">): Partial<Record<MeasureName, number>> =>
	Object.fromEntries(
		Object.entries(measures).flatMap(([name, [figure, of]]) => {
			const rows = protocols[figure] ?? [];
			const value = rows.length === 0 ? undefined : of(rows);
			return value === undefined || Number.isNaN(value) ? [] : [[name, value]];
		}),
	);

const number = (row: Rows[number], column: string): number =>
	Number(row[column] ?? 0);

const sum = (rows: Rows, column: string): number =>
	rows.reduce((total, row) => total + number(row, column), 0);

const most = (rows: Rows, column: string): number =>
	Math.max(...rows.map((row) => number(row, column)));

const least = (values: readonly number[]): number | undefined =>
	values.length === 0 ? undefined : Math.min(...values);
