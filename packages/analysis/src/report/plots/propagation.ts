import type { RunFigures } from "../figures.ts";
import { bars } from "./_bars.ts";
import type { Plot } from "./_draw.ts";
import { rowsOf } from "./_rows.ts";

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
			"Deliveries by the length of the way that was fastest, from peer to peer. Many hops: the mesh is thin, or its short ways are slow.",
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
