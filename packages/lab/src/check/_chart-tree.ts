import { type ChartFacts, readDependencyFacts } from "../chart-facts.ts";

export type ValueMap = Readonly<Record<string, unknown>>;

export const isMap = (value: unknown): value is ValueMap =>
	value !== null && typeof value === "object" && !Array.isArray(value);

/** The values that a chart and its sub-charts list. */
export interface ChartTree {
	/** Every key that somebody lists. */
	readonly keys: ValueMap;
	/** Only the defaults that hold for certain: of a sub-chart only at the version that the chart asks for. */
	readonly sure: ValueMap;
	/** Maps below which anything may stand: those of sub-charts that nothing is known of. */
	readonly open: WeakSet<object>;
}

/** Two rules look at each release, and several releases are of one chart. */
const trees = new WeakMap<ChartFacts, ChartTree>();

/** Merges a chart's defaults over those of its sub-charts, as Helm does. */
export function chartTree(chart: ChartFacts, folder: string): ChartTree {
	const known = trees.get(chart);
	if (known !== undefined) return known;
	const tree = mergedTree(chart, folder);
	trees.set(chart, tree);
	return tree;
}

function mergedTree(chart: ChartFacts, folder: string): ChartTree {
	const open = new WeakSet<object>();
	let keys = chart.optional.reduce(withKey, chart.values);
	let sure: ValueMap = chart.values;
	for (const dependency of chart.dependencies) {
		const { key } = dependency;
		const found = readDependencyFacts(dependency, folder);
		if (found === undefined) {
			// A copy, so that the chart's own map stays closed elsewhere.
			for (const name of [key, "global"]) {
				const map = isMap(keys[name]) ? { ...keys[name] } : {};
				open.add(map);
				keys = { ...keys, [name]: map };
			}
			continue;
		}
		const below = chartTree(found.facts, folder);
		const merged = merge(below.keys, keys[key]);
		if (isMap(merged)) inheritOpen(below, merged, open);
		const global = merge(below.keys.global ?? {}, keys.global ?? {}) as object;
		if (isMap(keys.global) && open.has(keys.global)) open.add(global);
		keys = { ...keys, [key]: merged, global };
		if (found.exact)
			sure = { ...sure, [key]: merge(below.sure, sure[key] ?? {}) };
	}
	return { keys, sure, open };
}

/** What a sub-chart leaves open stays open where its map was merged into a new one. */
function inheritOpen(
	{ keys, open: below }: ChartTree,
	merged: ValueMap,
	open: WeakSet<object>,
): void {
	if (below.has(keys)) open.add(merged);
	for (const [name, map] of Object.entries(keys)) {
		const here = merged[name];
		if (isMap(map) && below.has(map) && isMap(here)) open.add(here);
	}
}

/** A map that also has the key at a path, without a default. */
function withKey(map: ValueMap, [key, ...below]: readonly string[]): ValueMap {
	if (key === undefined) return map;
	const there = map[key];
	if (below.length > 0)
		return isMap(there) ? { ...map, [key]: withKey(there, below) } : map;
	return key in map ? map : { ...map, [key]: undefined };
}

/** Maps are merged key by key; anything else of the parent replaces. */
function merge(child: unknown, parent: unknown): unknown {
	if (parent === undefined) return child;
	if (!isMap(child) || !isMap(parent)) return parent;
	const merged: Record<string, unknown> = { ...child };
	for (const [key, value] of Object.entries(parent))
		merged[key] = merge(child[key], value);
	return merged;
}
