import { bars, type Plot, rowsOf, timeline } from "@lab/analysis/plots";
import type { RunFigures } from "@lab/analysis/report";

type Runs = readonly RunFigures[];

async function hubConnections(runs: Runs): Promise<Plot | undefined> {
	const rows = rowsOf<{
		hub: string;
		second: number;
		connected_max: number | null;
	}>(runs, "connections-over-time");
	if (rows.length === 0) return undefined;
	const zero = new Map<string, number>();
	for (const { run, second } of rows)
		zero.set(run, Math.min(zero.get(run) ?? second, second));
	const marks = rowsOf<{ low_water: number | null; high_water: number | null }>(
		runs,
		"connection-manager",
	);
	const level = (text: string, values: readonly (number | null)[]) =>
		[...new Set(values.filter((value) => value !== null))].map((value) => ({
			text: `${text} ${value}`,
			value,
		}));
	return {
		name: "connections-over-time",
		title: "Connection manager: connected peers over time",
		caption:
			"Maximum number of connected peers of each hub in each ten seconds, with its watermarks. A sawtooth shows trims; a line that stays above the high watermark shows a hub that does not trim.",
		svg: await timeline(
			rows.flatMap(({ hub, run, second, connected_max, suffix }) =>
				connected_max === null
					? []
					: [
							{
								line: hub + suffix,
								second: second - (zero.get(run) as number),
								value: connected_max,
							},
						],
			),
			{
				x: "s after the first connection",
				y: "connected peers",
				levels: [
					...level(
						"low watermark",
						marks.map(({ low_water }) => low_water),
					),
					...level(
						"high watermark",
						marks.map(({ high_water }) => high_water),
					),
				],
			},
		),
	};
}

async function peersKept(runs: Runs): Promise<Plot | undefined> {
	const rows = rowsOf<{
		hub: string;
		pod_group: string;
		direction: string;
		never_dropped: number;
		peers_dropped: number;
		reconnected: number;
	}>(runs, "connection-manager-groups");
	if (rows.length === 0) return undefined;
	return {
		name: "connection-manager-peers",
		title: "Connection manager: drops by group of peers",
		caption:
			"Peers at each hub, by group of pods. Protected peers should be green, abusers orange.",
		svg: await bars(
			rows.flatMap((row) => {
				const label = `${row.hub}: ${row.pod_group}, ${row.direction}${row.suffix}`;
				return [
					{ label, part: "never dropped", value: row.never_dropped },
					{
						label,
						part: "dropped, not reconnected",
						value: row.peers_dropped - row.reconnected,
					},
					{ label, part: "dropped, reconnected", value: row.reconnected },
				];
			}),
			"peers",
		),
	};
}

export const plotsOf = (runs: Runs) => [hubConnections(runs), peersKept(runs)];
