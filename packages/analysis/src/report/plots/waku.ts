import type { RunFigures } from "../figures.ts";
import { type BarPart, bars } from "./_bars.ts";
import { boxes, boxOf } from "./_boxes.ts";
import { LOG_FLOOR_MS, type Plot } from "./_draw.ts";
import { rowsOf } from "./_rows.ts";

type Runs = readonly RunFigures[];

/** What each of some pods got done, and what not. */
interface Done {
	readonly name: string;
	readonly figure: string;
	/** Column of the pod. */
	readonly by: string;
	readonly title: string;
	readonly caption: string;
	readonly axis: string;
	/** Column of each part of a bar, the one that is hoped for first. */
	readonly parts: Readonly<Record<string, string>>;
}

const done: readonly Done[] = [
	{
		name: "store-archive",
		figure: "store-archive",
		by: "store",
		title: "Store: what each node archived",
		caption:
			"Of all messages that relay nodes got or published. Orange is lost to whoever asks this store.",
		axis: "messages",
		parts: { archived: "archived_known", "not archived": "not_archived" },
	},
	{
		name: "store-completeness",
		figure: "store-completeness",
		by: "checker",
		title: "Store: what a checker got",
		caption: "Of all messages that relay nodes got or published.",
		axis: "messages",
		parts: { listed: "listed_known", "not listed": "not_listed" },
	},
	{
		name: "filter-deliveries",
		figure: "filter-deliveries",
		by: "client",
		title: "Filter: what each client got",
		caption:
			"Of all messages that relay nodes got. Of more than thirty clients the thirty that missed most are shown.",
		axis: "messages",
		parts: { got: "got", missed: "missed" },
	},
	{
		name: "filter-pushes",
		figure: "filter-pushes",
		by: "server",
		title: "Filter: pushes of each server",
		caption: "A push is complete when all clients got it within 20 s.",
		axis: "pushes",
		parts: { complete: "complete", "timed out": "timed_out" },
	},
	{
		name: "lightpush",
		figure: "lightpush-success",
		by: "server",
		title: "Lightpush: what became of the messages",
		caption:
			"Messages that clients pushed to each server. Orange never came to a relay node.",
		axis: "messages",
		parts: {
			"handed on to relay nodes": "relayed_count",
			"not handed on": "not_relayed",
		},
	},
];

async function doneBars(
	runs: Runs,
	{ name, figure, by, title, caption, axis, parts }: Done,
): Promise<Plot | undefined> {
	const rows = rowsOf<Record<string, unknown>>(runs, figure);
	if (rows.length === 0) return undefined;
	const values = rows.flatMap((row): BarPart[] =>
		Object.entries(parts).map(([part, column]) => ({
			label: `${row[by]}${row.suffix}`,
			part,
			value: Number(row[column]),
		})),
	);
	return { name, title, caption, svg: await bars(values, axis) };
}

/** How long parts of a protocol take: one value of each pod. */
const waits = [
	["store-queries", "p50_ms", "store: an answer, median"],
	["store-queries", "p99_ms", "store: an answer, p99"],
	["filter-pushes", "p50_ms", "filter: a push to all clients, median"],
	["filter-pushes", "p99_ms", "filter: a push to all clients, p99"],
	["filter-deliveries", "p50_ms", "filter: behind the first relay, median"],
	["filter-deliveries", "max_ms", "filter: behind the first relay, worst"],
	["lightpush-success", "to_server_p50_ms", "lightpush: to the server, median"],
	[
		"lightpush-success",
		"to_first_relay_p50_ms",
		"lightpush: to the first relay, median",
	],
	[
		"lightpush-success",
		"to_first_relay_max_ms",
		"lightpush: to the first relay, worst",
	],
] as const;

async function waiting(runs: Runs): Promise<Plot | undefined> {
	const values = waits.flatMap(([figure, column, text]) =>
		runs.flatMap((run) => {
			const found = rowsOf<Record<string, number | null>>([run], figure);
			const label = runs.length === 1 ? text : `${text}, ${run.run}`;
			return (
				boxOf(
					run.run,
					found.flatMap((row) => {
						const value = row[column];
						return typeof value === "number"
							? [Math.max(value, LOG_FLOOR_MS)]
							: [];
					}),
					label,
				) ?? []
			);
		}),
	);
	if (values.length === 0) return undefined;
	return {
		name: "waku-waits",
		title: "Store, filter and lightpush: how long they take",
		caption:
			"One value of each server or client; the box holds the middle half of them, the whiskers all, the number is the median.",
		svg: await boxes(values, "ms (log scale)", "log"),
	};
}

/** The plots of what clients ask of servers. */
export const wakuPlots = (runs: Runs): Promise<Plot | undefined>[] => [
	...done.map((one) => doneBars(runs, one)),
	waiting(runs),
];
