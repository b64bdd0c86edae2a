import { previousLabs } from "@lab/lab";
import type { Bundle } from "./bundle.ts";
import type { Predecessor } from "./report.ts";
import { vaclab2 } from "./vaclab-2/index.ts";

/** Labs whose differences from ours have reasons. */
export const predecessors = { "vaclab-2": vaclab2 } as const satisfies Record<
	string,
	Predecessor
>;

/** Finds out whose tree it is: its bundles wait for each other by names that start with the lab's own. */
export const predecessorOf = (
	bundles: readonly Bundle[],
): Predecessor | undefined =>
	Object.values(previousLabs)
		.filter(({ bundlePrefix }) =>
			bundles.some(({ needs }) =>
				needs.some((need) => need.startsWith(bundlePrefix)),
			),
		)
		.map(({ name }) => predecessors[name])
		.at(0);
