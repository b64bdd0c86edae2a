import type { Panel } from "../panel.ts";
import { select } from "./_node.ts";

export const clock: readonly Panel[] = [
	{
		title: "Clock offset",
		description:
			"Offset of the clock from its reference. A delay measured between two nodes is wrong by the difference of their offsets.",
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
		title: "Maximum clock error",
		description:
			"Upper bound of the clock error, as estimated by the kernel. Grows while no time server responds.",
		unit: "s",
		min: 0,
		queries: [
			{ expr: select("node_timex_maxerror_seconds"), legend: "{{node}}" },
		],
	},
	{
		title: "Clock synchronized",
		description:
			"1 while the clock is synchronized to a reference. At 0, delays measured between nodes are meaningless.",
		unit: "short",
		min: 0,
		max: 1,
		queries: [{ expr: select("node_timex_sync_status"), legend: "{{node}}" }],
	},
];
