import {
	groupKindOf,
	isObject,
	namespaceOf,
	type ReadObject,
} from "@lab/kubernetes";
import type { ChartFacts } from "@lab/lab";
import { chartDefaults, suspectValues } from "@lab/lab/check";
import { type Bundle, mergeValues, type Release } from "../bundle.ts";
import { type Item, numbered } from "../item.ts";
import { holdsDashboards, panelsOf } from "./dashboards.ts";
import { isMap, leavesOf } from "./leaves.ts";
import { rulesIn } from "./rules.ts";
import {
	defaultInterval,
	isScrape,
	scrapesIn,
	scrapesOfObject,
} from "./scrapes.ts";
import { settingsOf, settingsOfObject } from "./settings.ts";

/** What is known of a release's chart. */
export interface ChartView {
	/**
	 * `rendered`: the chart was rendered with the release's values. `recorded`: it
	 * was once, and only names were kept. `values`: its templates are not at hand.
	 */
	readonly how: "rendered" | "recorded" | "values";
	/** Why it was not rendered. */
	readonly why?: string;
	/** Objects that it creates. */
	readonly objects: readonly ReadObject[];
	/** Its defaults, if they are known. */
	readonly facts?: ChartFacts;
}

/** A release, and how far its chart could be read. */
export interface ReadRelease extends Pick<ChartView, "how" | "why"> {
	readonly release: string;
	readonly chart: string;
	readonly version: string;
	/** Whether the chart's defaults are known. */
	readonly defaults: boolean;
	/** Paths of values that its chart does not read; they are not measured. */
	readonly ignored: readonly string[];
}

/** Everything that a tree has, as far as it can be read. */
export interface Measure {
	readonly bundles: number;
	readonly items: readonly Item[];
	readonly releases: readonly ReadRelease[];
	/** What could not be read, by bundle. */
	readonly unread: readonly {
		readonly bundle: string;
		readonly what: string;
	}[];
	/** Defaults that act where a release sets nothing, by `release <name>` and path. */
	readonly defaults: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

/** Measures a tree, without bundles that are parked. @param viewOf what is known of the chart of a release */
export function measure(
	all: readonly Bundle[],
	viewOf: (bundle: Bundle, release: Release) => ChartView,
): Measure {
	const bundles = all.filter(({ parked }) => !parked);
	const views = bundles.map(
		(bundle) => bundle.release && viewOf(bundle, bundle.release),
	);
	const clusterWide = clusterWideKinds([
		...bundles.flatMap(({ objects }) => objects),
		...views.flatMap((view) => view?.objects ?? []),
	]);
	const items: Item[] = [];
	const releases: ReadRelease[] = [];
	const defaults = new Map<string, ReadonlyMap<string, string>>();
	bundles.forEach((bundle, index) => {
		const { objects, namespace, release } = bundle;
		const title = (object: ReadObject) =>
			titleIn(object, namespace, clusterWide);
		items.push(
			...objects.flatMap((object) => itemsOfObject(object, title(object))),
		);
		const view = views[index];
		if (release === undefined || view === undefined) return;
		const ignored = ignoredIn(release, view);
		items.push(...itemsOfRelease(release, view, { title, ignored }));
		releases.push({
			...{
				release: release.name,
				chart: release.chart,
				version: release.version,
			},
			...{ how: view.how, defaults: view.facts !== undefined, ignored },
			...(view.why !== undefined && { why: view.why }),
		});
		if (view.facts !== undefined)
			defaults.set(ofRelease(release), actingDefaults(release, view.facts));
	});
	return {
		bundles: bundles.length,
		items: withoutRepeats(items),
		releases,
		unread: bundles.flatMap(({ folder, unread }) =>
			unread.map((what) => ({ bundle: folder, what })),
		),
		defaults,
	};
}

const ofRelease = ({ name }: Release): string => `release ${name}`;

const clusterWideKinds = (objects: readonly ReadObject[]): Set<string> =>
	new Set(
		objects.flatMap(({ kind, spec }) => {
			if (kind !== "CustomResourceDefinition" || !isMap(spec)) return [];
			const { scope, group, names } = spec;
			return scope === "Cluster" && isMap(names)
				? [`${names.kind}.${group}`]
				: [];
		}),
	);

/** `Deployment homepage/homepage`, `ClusterRole homepage`. */
function titleIn(
	object: ReadObject,
	namespace: string,
	clusterWide: ReadonlySet<string>,
): string {
	const [kind = ""] = groupKindOf(object).split(".");
	const place = namespaceOf(object, namespace, clusterWide);
	return `${kind} ${place === undefined ? "" : `${place}/`}${object.metadata.name}`;
}

/** An object's presence, and what other topics read from it. */
const contentsOf = (
	object: ReadObject,
	of: string,
	interval?: string,
): Item[] => [
	{ topic: "object", of, name: "" },
	...numbered(panelsOf(object)),
	...numbered(rulesIn(object.spec)),
	...scrapesOfObject(object, interval),
	...(isScrape(object) ? [] : scrapesIn(object.spec, interval)),
];

function itemsOfObject(object: ReadObject, of: string): Item[] {
	const measured = holdsDashboards(object)
		? ["data"]
		: isScrape(object) || rulesIn(object.spec).length > 0
			? ["spec"]
			: [];
	return [
		...contentsOf(object, of),
		...numbered(settingsOfObject(of, object, measured)),
	];
}

interface ReleaseContext {
	readonly title: (object: ReadObject) => string;
	readonly ignored: readonly string[];
}

function itemsOfRelease(
	release: Release,
	{ how, objects, facts }: ChartView,
	{ title, ignored }: ReleaseContext,
): Item[] {
	const of = ofRelease(release);
	const defaults = facts === undefined ? {} : chartDefaults(facts);
	const own = new Map(leavesOf(defaults));
	const acting = withoutDisabled(release.values, defaults);
	const interval = defaultInterval(acting);
	const created = how === "values" ? objectsIn(release.values) : objects;
	return [
		...created.flatMap((object) => contentsOf(object, title(object), interval)),
		...(how === "rendered"
			? []
			: [...numbered(rulesIn(acting)), ...scrapesIn(acting, interval)]),
		...numbered(
			settingsOf(of, withoutObjects(acting)).filter(
				({ name, topic, value }) =>
					!ignored.some((path) => name === path || startsWith(name, path)) &&
					// A value that repeats a default decides nothing.
					!(topic === "field" && own.get(name) === value),
			),
		),
	];
}

const startsWith = (name: string, path: string): boolean =>
	name.startsWith(`${path}.`) || name.startsWith(`${path}[`);

/** Defaults of a chart, without those of parts that a switch turns off. */
const actingDefaults = (
	{ values }: Release,
	facts: ChartFacts,
): Map<string, string> => {
	const all = mergeValues(chartDefaults(facts), values);
	return new Map(leavesOf(withoutDisabled(all, {})));
};

/** Values that the chart does not read. */
const ignoredIn = ({ values }: Release, { facts }: ChartView): string[] =>
	facts === undefined
		? []
		: suspectValues(values, facts)
				.filter(({ issue }) => issue === "unknown")
				.map(({ path }) => path);

/** Values without the parts that a switch turns off. */
function withoutDisabled(values: unknown, defaults: unknown): unknown {
	if (!isMap(values) || isObject(values)) return values;
	const below = isMap(defaults) ? defaults : {};
	if ((values.enabled ?? below.enabled) === false)
		return "enabled" in values ? { enabled: false } : {};
	return Object.fromEntries(
		Object.entries(values).map(([key, value]) => [
			key,
			withoutDisabled(value, below[key]),
		]),
	);
}

/** Objects that stand among the values. */
function objectsIn(value: unknown): ReadObject[] {
	if (isObject(value)) return [value];
	if (Array.isArray(value)) return value.flatMap(objectsIn);
	return isMap(value) ? Object.values(value).flatMap(objectsIn) : [];
}

/** Values without what is measured as an object, a rule or a scrape job. */
function withoutObjects(value: unknown): unknown {
	if (Array.isArray(value))
		return value.filter((entry) => !isObject(entry)).map(withoutObjects);
	if (!isMap(value)) return value;
	return Object.fromEntries(
		Object.entries(value)
			.filter(
				([key, entry]) =>
					!isObject(entry) &&
					key !== "inlineScrapeConfig" &&
					rulesIn(entry).length === 0,
			)
			.map(([key, entry]) => [key, withoutObjects(entry)]),
	);
}

/** One item for what is found twice, such as a scrape job in a release's values and among the objects of its chart. */
function withoutRepeats(items: readonly Item[]): Item[] {
	const found = new Map<string, Item>();
	const add = (item: Item, count = 1): void => {
		const named =
			count === 1 ? item : { ...item, name: `${item.name} #${count}` };
		const key = JSON.stringify([named.topic, named.of, named.name]);
		const earlier = found.get(key);
		if (earlier === undefined || earlier.value === undefined)
			found.set(key, earlier === undefined ? named : { ...named });
		else if (item.value !== undefined && item.value !== earlier.value)
			add(item, count + 1);
	};
	for (const item of items) add(item);
	return [...found.values()];
}
