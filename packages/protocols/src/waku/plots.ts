import {
	type BarPart,
	bars,
	boxes,
	boxOf,
	LOG_FLOOR_MS,
	type Plot,
	rowsOf,
} from "@lab/analysis/plots";
import type { RunFigures } from "@lab/analysis/report";
import { hops } from "./hops-plot.ts";

type Runs = readonly RunFigures[];

/** Bar chart with one bar per pod, divided into completed and failed work. */
interface CompletionChart {
	readonly name: string;
	readonly figure: string;
	/** Column with the pod's name. */
	readonly by: string;
	readonly title: string;
	readonly caption: string;
	readonly axis: string;
	/** Column of each part of a bar; the desired part first. */
	readonly parts: Readonly<Record<string, string>>;
}

const completionCharts: readonly CompletionChart[] = [
	{
		name: "store-archive",
		figure: "store-archive",
		by: "store",
		title: "Store: archived messages by node",
		caption:
			"Of all messages that relay nodes received or published. Messages shown in orange cannot be retrieved from this store.",
		axis: "messages",
		parts: { archived: "archived_known", "not archived": "not_archived" },
	},
	{
		name: "store-completeness",
		figure: "store-completeness",
		by: "checker",
		title: "Store: messages listed by a checker",
		caption: "Of all messages that relay nodes received or published.",
		axis: "messages",
		parts: { listed: "listed_known", "not listed": "not_listed" },
	},
	{
		name: "filter-deliveries",
		figure: "filter-deliveries",
		by: "client",
		title: "Filter: messages received by client",
		caption:
			"Of all messages that relay nodes received. At most thirty clients are shown, those that missed most.",
		axis: "messages",
		parts: { received: "got", missed: "missed" },
	},
	{
		name: "filter-pushes",
		figure: "filter-pushes",
		by: "server",
		title: "Filter: pushes of each server",
		caption: "A push is complete if all clients received it within 20 s.",
		axis: "pushes",
		parts: { complete: "complete", "timed out": "timed_out" },
	},
	{
		name: "lightpush",
		figure: "lightpush-success",
		by: "server",
		title: "Lightpush: messages relayed by server",
		caption:
			"Messages that clients pushed to each server. Messages shown in orange never reached a relay node.",
		axis: "messages",
		parts: {
			relayed: "relayed_count",
			"not relayed": "not_relayed",
		},
	},
];

async function completionBars(
	runs: Runs,
	{ name, figure, by, title, caption, axis, parts }: CompletionChart,
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

/** Latencies of the protocols' operations, with one value per pod: figure, column, label. */
const latencies = [
	["store-queries", "p50_ms", "store: query, median"],
	["store-queries", "p99_ms", "store: query, p99"],
	["filter-pushes", "p50_ms", "filter: push to all clients, median"],
	["filter-pushes", "p99_ms", "filter: push to all clients, p99"],
	["filter-deliveries", "p50_ms", "filter: after the first relay, median"],
	["filter-deliveries", "max_ms", "filter: after the first relay, max"],
	["lightpush-success", "to_server_p50_ms", "lightpush: to the server, median"],
	[
		"lightpush-success",
		"to_first_relay_p50_ms",
		"lightpush: to the first relay, median",
	],
	[
		"lightpush-success",
		"to_first_relay_max_ms",
		"lightpush: to the first relay, max",
	],
] as const;

async function latencyBoxes(runs: Runs): Promise<Plot | undefined> {
	const values = latencies.flatMap(([figure, column, text]) =>
		runs.flatMap((run) => {
			const found = rowsOf<Record<string, number | null>>([run], figure);
			const label = runs.length === 1 ? text : `${text}, ${run.run}`;
			return (
				boxOf(
					run.label,
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
		title: "Store, filter and lightpush: latencies",
		caption:
			"One value per server or client. Boxes span the middle half of the values, whiskers all of them; the number is the median.",
		svg: await boxes(values, "ms (log scale)", "log"),
	};
}

/** Plots of propagation, and of the services that clients use. */
export const plotsOf = (runs: Runs): Promise<Plot | undefined>[] => [
	hops(runs),
	...completionCharts.map((chart) => completionBars(runs, chart)),
	latencyBoxes(runs),
];
