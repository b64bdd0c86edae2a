import { join } from "node:path";
import { type Progress, writeFileAtomically } from "@lab/core";
import type { Aim } from "./registry.ts";
import { simulateClocks } from "./truth/clocks.ts";
import { correlations, simulateFamily, sizes } from "./truth/family.ts";
import { truthPage } from "./truth/page.ts";

/** Comparisons per size and correlation; ten runs per side take ten times as long as five. */
const trialsOf = (runs: number): number => (runs < 10 ? 1000 : 500);

/** Simulates runs whose truth is known, and writes how often the analysis is right to `docs/reports/analysis.md`. */
export async function bench({
	root,
	progress,
}: {
	root: string;
	progress: Progress;
}): Promise<Aim[]> {
	const clocks = await simulateClocks((text) => progress.step(text));
	const families = [];
	for (const runs of sizes)
		for (const correlation of correlations) {
			progress.step(
				`comparing ${runs} with ${runs} runs, correlation ${correlation}`,
			);
			families.push(
				simulateFamily(
					runs,
					correlation,
					trialsOf(runs),
					runs * 100 + correlation * 10,
				),
			);
		}
	await writeFileAtomically(
		join(root, "docs/reports/analysis.md"),
		truthPage(clocks, families),
	);
	const known = clocks.filter(({ world }) => world.withinAssumptions);
	const total = (of: "within" | "measured") =>
		known.reduce((sum, one) => sum + one[of], 0);
	return [
		{
			what: "latencies within their bounds, if clocks are set as assumed",
			measured: (100 * total("within")) / total("measured"),
			unit: "%",
			atLeast: 100,
		},
		{
			what: "comparisons of a program with itself that find a difference, at most",
			measured:
				100 * Math.max(...families.map(({ anyDifference }) => anyDifference)),
			unit: "%",
			// Five, and three standard errors of a share of 5 % among 1000.
			atMost: 7,
		},
	];
}
