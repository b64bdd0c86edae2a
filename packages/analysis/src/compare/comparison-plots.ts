import { reduced } from "../report/figures.ts";
import {
	type Box,
	boxes,
	boxOf,
	effects,
	type Plot,
	unitOf,
} from "../report/plots/index.ts";
import type { RunFigures } from "../report/run-figures.ts";
import { median } from "../statistics/index.ts";
import type { PairComparison, SidesComparison } from "./compare-sides.ts";
import { nameOf } from "./comparison-sections.ts";
import type { Side } from "./sides.ts";

/** What is drawn as boxes: values of the nodes, as in 10ksim's plots. */
interface Drawn {
	readonly name: string;
	readonly title: string;
	readonly axis: string;
	readonly kind: "log" | "linear";
	valuesOf(run: RunFigures): readonly number[];
}

const metric = (name: string): Drawn => ({
	name,
	title: `${name} per node`,
	axis: `${name}, ${unitOf(name)}`,
	kind: "linear",
	valuesOf: ({ samples }) =>
		samples
			.filter(({ query }) => query === name)
			.map((row) => reduced(name, row)),
});

const latency = (
	name: string,
	title: string,
	of: (row: RunFigures["byNode"][number]) => number | null,
): Drawn => ({
	name,
	title,
	axis: "ms (log scale)",
	kind: "log",
	valuesOf: ({ byNode }) =>
		byNode.flatMap((row) => {
			const ns = of(row);
			return ns === null ? [] : [Math.max(ns / 1e6, 0.001)];
		}),
});

const drawn: readonly Drawn[] = [
	latency("latency-p50", "Median latency of a node", ({ p50_ns }) => p50_ns),
	latency(
		"latency-p99",
		"99th percentile of a node's latency",
		({ p99_ns }) => p99_ns,
	),
	...[
		"libp2p-in",
		"libp2p-out",
		"container-in",
		"container-out",
		"container-memory",
		"libp2p-peers",
		"mesh-peers",
		"duplicate",
	].map(metric),
];

/** Box plots of the sides, and the effects of each pair. */
export async function comparisonPlots({
	sides,
	pairs,
}: SidesComparison): Promise<Plot[]> {
	const made = await Promise.all([
		...pairs.map(effectPlot),
		...drawn.map((one) => sideBoxes(sides, one)),
	]);
	return made.filter((plot) => plot !== undefined);
}

/** Sides of one group stand together and share a colour: the versions with yamux, then those with quic. */
function inGroups(sides: readonly Side[]): Side[] {
	const groups = [...new Set(sides.map(({ within }) => within))];
	return groups.flatMap((group) =>
		sides.filter(({ within }) => within === group),
	);
}

async function sideBoxes(
	sides: readonly Side[],
	{ name, title, axis, kind, valuesOf }: Drawn,
): Promise<Plot | undefined> {
	const grouped = sides.some(({ within }) => within !== "");
	const values = inGroups(sides).flatMap(
		(side): Box | readonly [] =>
			boxOf(
				grouped ? side.within : side.name,
				side.runs.flatMap(valuesOf),
				side.name,
			) ?? [],
	);
	if (values.length === 0) return undefined;
	const dots = sides.flatMap((side) =>
		side.runs.flatMap((run) => {
			const value = median([...valuesOf(run)]);
			return Number.isNaN(value) ? [] : [{ label: side.name, value }];
		}),
	);
	return {
		name: `${name}-by-side`,
		title,
		caption:
			"One value per node, of all runs of a side: the box contains the middle half of the nodes, the whiskers all of them; the number is the median. Dots: the median node of each run. The answers are by runs, not by nodes.",
		svg: await boxes(values, axis, kind, { dots, legend: grouped }),
	};
}

async function effectPlot(
	pair: PairComparison,
	index: number,
): Promise<Plot | undefined> {
	const values = pair.result.measures.flatMap((one) =>
		one.difference === undefined ||
		![one.effect, one.difference.low, one.difference.high].every(
			Number.isFinite,
		)
			? []
			: [
					{
						label: `${one.measure}${one.unit === "ratio" ? ", 1 - ratio" : ""}${one.primary ? " (primary)" : ""}`,
						change: one.effect,
						low: one.difference.low,
						high: one.difference.high,
						answer: one.direction ?? one.answer,
					},
				],
	);
	if (values.length === 0) return undefined;
	return {
		name: `effects-${index + 1}`,
		title: `Effects: ${nameOf(pair)}`,
		caption:
			"Point: change of the typical run; line: 95 % interval for the measure alone. Changes beyond 100 % are drawn at the edge. Grey: these runs do not show whether there is a change.",
		svg: await effects(values),
	};
}
