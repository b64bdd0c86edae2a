import type { Panel } from "../panel.ts";
import { select } from "./_node.ts";

export const clock: readonly Panel[] = [
	{
		title: "Clock offset",
		description:
			"How far the clock is from its reference. Delays between two nodes are wrong by the difference of their offsets.",
		unit: "s",
		queries: [
			{
				expr: `abs(${select("node_timex_offset_seconds")})`,
				legend: "{{node}}",
			},
		],
		min: 0,
		limits: [0.001, 0.005],
	},
	{
		title: "Clock error at most",
		description:
			"What the kernel vouches for: it grows while no time server answers.",
		unit: "s",
		min: 0,
		queries: [
			{ expr: select("node_timex_maxerror_seconds"), legend: "{{node}}" },
		],
	},
	{
		title: "Clock follows a reference",
		description: "1 while it does. At 0 delays between nodes mean nothing.",
		unit: "short",
		min: 0,
		max: 1,
		queries: [{ expr: select("node_timex_sync_status"), legend: "{{node}}" }],
	},
];
