import type { RunFigures } from "../figures.ts";
import { bars } from "./_bars.ts";
import type { Plot } from "./_draw.ts";
import { rowsOf } from "./_rows.ts";
import { timeline } from "./_timeline.ts";

type Runs = readonly RunFigures[];

export async function hubConnections(runs: Runs): Promise<Plot | undefined> {
	const rows = rowsOf<{ hub: string; second: number; most: number | null }>(
		runs,
		"connections-over-time",
	);
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
			"The most peers that each hub held in ten seconds, against its watermarks. A saw's teeth are trims; a line that stays above the high watermark is a hub that does not trim.",
		svg: await timeline(
			rows.flatMap(({ hub, run, second, most, suffix }) =>
				most === null
					? []
					: [
							{
								line: hub + suffix,
								second: second - (zero.get(run) as number),
								value: most,
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

export async function peersKept(runs: Runs): Promise<Plot | undefined> {
	const rows = rowsOf<{
		hub: string;
		peers_of: string;
		direction: string;
		never_dropped: number;
		peers_dropped: number;
		back_at_end: number;
	}>(runs, "connection-manager-groups");
	if (rows.length === 0) return undefined;
	return {
		name: "connection-manager-peers",
		title: "Connection manager: what became of the peers",
		caption:
			"Peers of each group of pods at each hub. Protected peers are to be green; abusers are to be orange.",
		svg: await bars(
			rows.flatMap((row) => {
				const label = `${row.hub}: ${row.peers_of}, ${row.direction}${row.suffix}`;
				return [
					{ label, part: "never dropped", value: row.never_dropped },
					{
						label,
						part: "dropped for good",
						value: row.peers_dropped - row.back_at_end,
					},
					{ label, part: "dropped, and back", value: row.back_at_end },
				];
			}),
			"peers",
		),
	};
}
