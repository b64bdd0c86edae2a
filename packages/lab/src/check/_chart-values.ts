import { canonicalJson } from "@lab/core";
import { kindIn } from "@lab/kubernetes";
import { type ChartFacts, readChartFacts } from "../chart-facts.ts";
import type { Facts } from "../facts.ts";
import { markOf } from "../values.ts";
import { type ChartTree, chartTree, isMap } from "./_chart-tree.ts";
import { Schema } from "./_schema.ts";
import type { Release, Uses } from "./rule.ts";

/** A value of a release that its chart does not list, or that repeats a default. */
export interface SuspectValue {
	/** Keys that lead to it, joined by dots; a key may itself contain dots. */
	readonly path: string;
	/** The last of these keys. */
	readonly key: string;
	readonly issue: "unknown" | "default";
	readonly value: unknown;
	/** Keys that the chart lists in the same map. */
	readonly siblings: readonly string[];
}

/** Keys whose maps the chart passes on to Kubernetes or to a program; any key is allowed in them. */
const passedOn =
	/^(annotations|labels|selector|affinity|resources|env|spec|config|customConfig|grafana\.ini)$|(Annotations|Labels|Selector|SecurityContext|Affinity|Args)$/i;

/**
 * Compares the values of a release with those that its chart lists.
 *
 * @param specs schemas of the custom resource specs in the values, by path
 */
export function suspectValues(
	values: unknown,
	chart: ChartFacts,
	specs: ReadonlyMap<string, Schema> = new Map(),
): SuspectValue[] {
	const { keys, defaults, open } = chartTree(chart);
	const walk = function* (
		given: unknown,
		{ keys, defaults, schema, name, path, pinned, anyKey }: Place,
	): Generator<SuspectValue> {
		const mark = markOf(given);
		if (mark?.kind === "known") return;
		const value = mark === undefined ? given : mark.value;
		const isPinned = pinned || mark?.kind === "pinned";
		if (value === undefined) return;
		if (!isMap(value) || Object.keys(value).length === 0) {
			// The values as a whole are empty if a release sets none.
			if (path !== "" && !isPinned && repeats(value, defaults))
				yield { path, key: name, issue: "default", value, siblings: [] };
			return;
		}
		const acceptsAny = anyKey || acceptsAnyKey(keys, name, open);
		for (const [key, entry] of Object.entries(value)) {
			const below = path === "" ? key : `${path}.${key}`;
			const listed = isMap(keys) && key in keys;
			const inSchema = schema?.allows(key);
			if (listed || (inSchema ?? acceptsAny)) {
				const next = specs.get(below) ?? schema?.at(key);
				yield* walk(entry, {
					keys: listed ? keys[key] : undefined,
					defaults: isMap(defaults) ? defaults[key] : undefined,
					schema: next,
					name: key,
					path: below,
					pinned: isPinned,
					anyKey: acceptsAny || (inSchema === true && next === undefined),
				});
			} else if (entry !== undefined && markOf(entry)?.kind !== "known") {
				const siblings = isMap(keys) ? Object.keys(keys) : [];
				yield { path: below, key, issue: "unknown", value: entry, siblings };
			}
		}
	};
	const schema = Schema.ofChart(chart.schema);
	const top = { name: "", path: "", pinned: false, anyKey: false };
	return [...walk(values, { keys, defaults, schema, ...top })];
}

interface Place {
	readonly keys: unknown;
	readonly defaults: unknown;
	readonly schema: Schema | undefined;
	readonly name: string;
	readonly path: string;
	/** Whether the value is within a pinned one, and repeats defaults on purpose. */
	readonly pinned: boolean;
	/** Whether the value is within a map that accepts any key. */
	readonly anyKey: boolean;
}

/** Whether a chart does not restrict the keys of a map. */
const acceptsAnyKey = (keys: unknown, name: string, open: ChartTree["open"]) =>
	!isMap(keys) ||
	Object.keys(keys).length === 0 ||
	open.has(keys) ||
	passedOn.test(name);

/** Whether a value repeats a default. Helm merges maps, so an empty one changes nothing. */
const repeats = (value: unknown, standard: unknown): boolean =>
	standard !== undefined &&
	(canonicalJson(value) === canonicalJson(standard) ||
		(isMap(value) && isMap(standard)));

/** Kinds of the custom resources whose specs are among a chart's values, by path. */
export function specKinds(
	{ charts }: Facts,
	{ chart }: Release,
): Map<string, string> {
	const known = Object.values(charts).find(
		({ name, version }) => name === chart.name && version === chart.version,
	);
	const groups = [
		...(known?.crdGroups ?? []),
		...(known?.crdsInstalledOnce ?? []),
	];
	return new Map(
		Object.entries(known?.specs ?? {}).flatMap(([path, kind]) => {
			const id = kindIn(groups, kind);
			return id === undefined ? [] : [[path, id] as const];
		}),
	);
}

const specSchemas = (facts: Facts, release: Release): Map<string, Schema> =>
	new Map(
		[...specKinds(facts, release)].flatMap(([path, id]) => {
			const schema = Schema.ofResource(id, "spec");
			return schema === undefined ? [] : [[path, schema] as const];
		}),
	);

/** Suspect values of all releases, and the releases whose chart has no facts. */
export function judgeReleases(
	facts: Facts,
	{ releases = [], chartFacts = readChartFacts }: Uses,
): {
	readonly suspects: readonly (SuspectValue & { readonly release: Release })[];
	readonly unknown: readonly Release[];
} {
	const unknown: Release[] = [];
	const suspects = releases.flatMap((release) => {
		const chart = chartFacts(release.chart);
		if (chart === undefined) {
			unknown.push(release);
			return [];
		}
		return suspectValues(
			release.values,
			chart,
			specSchemas(facts, release),
		).map((suspect) => ({ ...suspect, release }));
	});
	return { suspects, unknown };
}
