import type { ChartFacts } from "../chart-facts.ts";

export type ValueMap = Readonly<Record<string, unknown>>;

export const isMap = (value: unknown): value is ValueMap =>
	value !== null && typeof value === "object" && !Array.isArray(value);

/** Values that a chart and its sub-charts list. */
export interface ChartTree {
	/** Every key that the chart or a sub-chart lists. */
	readonly keys: ValueMap;
	/** Known defaults. Those of a sub-chart are included only if its facts are of the required version. */
	readonly defaults: ValueMap;
	/** Maps that accept any key: the values of unknown sub-charts. */
	readonly open: WeakSet<object>;
}

/** Cache: several rules check each release, and several releases share a chart. */
const trees = new WeakMap<ChartFacts, ChartTree>();

/** Merges a chart's defaults over those of its sub-charts, as Helm does. */
export function chartTree(chart: ChartFacts): ChartTree {
	const known = trees.get(chart);
	if (known !== undefined) return known;
	const tree = mergedTree(chart);
	trees.set(chart, tree);
	return tree;
}

/** Known defaults of a chart and its sub-charts, merged as Helm does. */
export const chartDefaults = (chart: ChartFacts): ValueMap =>
	chartTree(chart).defaults;

function mergedTree(chart: ChartFacts): ChartTree {
	const open = new WeakSet<object>();
	let keys = chart.subcharts
		.flatMap(({ switches }) => switches)
		.reduce(
			(map, path) => withSwitch(map, path.split(".")),
			chart.optional.reduce(
				(map, path) => withOptional(map, path.split(".")),
				chart.values,
			),
		);
	let defaults: ValueMap = chart.values;
	for (const { key, facts, exact } of chart.subcharts) {
		if (facts === undefined) {
			// A copy, so that the chart's own map is not marked as open elsewhere.
			for (const name of [key, "global"]) {
				const map = isMap(keys[name]) ? { ...keys[name] } : {};
				open.add(map);
				keys = { ...keys, [name]: map };
			}
			continue;
		}
		const below = chartTree(facts);
		const merged = merge(below.keys, keys[key]);
		if (isMap(merged)) inheritOpen(below, merged, open);
		const global = merge(below.keys.global ?? {}, keys.global ?? {}) as object;
		if (isMap(keys.global) && open.has(keys.global)) open.add(global);
		keys = { ...keys, [key]: merged, global };
		if (exact)
			defaults = {
				...defaults,
				[key]: merge(below.defaults, defaults[key] ?? {}),
			};
	}
	return { keys, defaults, open };
}

/** Marks the merged copies of a sub-chart's open maps as open. */
function inheritOpen(
	{ keys, open: below }: ChartTree,
	merged: ValueMap,
	open: WeakSet<object>,
): void {
	if (below.has(keys)) open.add(merged);
	for (const [name, map] of Object.entries(keys)) {
		const copy = merged[name];
		if (isMap(map) && below.has(map) && isMap(copy)) open.add(copy);
	}
}

type Path = readonly string[];

/** Adds a key without a default, if the map that contains it exists. */
function withOptional(map: ValueMap, [key, ...below]: Path): ValueMap {
	if (key === undefined) return map;
	const inner = map[key];
	if (below.length > 0)
		return isMap(inner) ? { ...map, [key]: withOptional(inner, below) } : map;
	return key in map ? map : { ...map, [key]: undefined };
}

/** Adds the switch of a sub-chart, which Helm reads even if no chart lists it. */
function withSwitch(map: ValueMap, [key, ...below]: Path): ValueMap {
	if (key === undefined) return map;
	const inner = map[key];
	if (below.length > 0)
		return { ...map, [key]: withSwitch(isMap(inner) ? inner : {}, below) };
	return key in map ? map : { ...map, [key]: undefined };
}

/** Merges maps key by key; any other value of the parent replaces the child's. */
export function merge(child: unknown, parent: unknown): unknown {
	if (parent === undefined) return child;
	if (!isMap(child) || !isMap(parent)) return parent;
	const merged: Record<string, unknown> = { ...child };
	for (const [key, value] of Object.entries(parent))
		merged[key] = merge(child[key], value);
	return merged;
}
