import { bars, type Plot, rowsOf } from "@lab/analysis/plots";
import type { RunFigures } from "@lab/analysis/report";

/** Plots deliveries by number of hops from the publisher. */
export async function hops(
	runs: readonly RunFigures[],
): Promise<Plot | undefined> {
	const rows = rowsOf<{ hops: number | null; deliveries: number }>(
		runs,
		"dissemination-tree",
	).filter((row) => row.hops !== null);
	if (rows.length === 0) return undefined;
	return {
		name: "hops",
		title: "Propagation: hops from the publisher",
		caption:
			"Deliveries by the number of hops on the fastest path. Many hops mean that the mesh is sparse, or that its short paths are slow.",
		svg: await bars(
			rows.map(({ hops: length, deliveries, suffix }) => ({
				label: `${length} ${length === 1 ? "hop" : "hops"}${suffix}`,
				part: "deliveries",
				value: deliveries,
			})),
			"deliveries",
		),
	};
}
