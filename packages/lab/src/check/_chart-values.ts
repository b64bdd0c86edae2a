import {
	type ChartFacts,
	chartFactsFolder,
	readChartFacts,
	readCrds,
} from "../chart-facts.ts";
import type { Facts } from "../facts.ts";
import { markOf } from "../values.ts";
import { type ChartTree, chartTree, isMap } from "./_chart-tree.ts";
import { Schema } from "./_schema.ts";
import type { Release, Uses } from "./rule.ts";

/** What is odd about one value of a release. */
export interface OddValue {
	readonly path: string;
	readonly odd: "unknown" | "default";
	readonly value: unknown;
	/** Keys that the chart knows at that place. */
	readonly siblings: readonly string[];
}

/** Keys under which charts pass on maps of Kubernetes or of a program: any name is right below. */
const free =
	/^(annotations|labels|selector|affinity|resources|env|spec|config|customConfig|grafana\.ini)$|(Annotations|Labels|Selector|SecurityContext|Affinity|Args)$/i;

/**
 * Compares values with what a chart lists.
 *
 * @param folder where the facts of its sub-charts lie
 * @param specs schemas of the custom resources that stand in its values, by path
 */
export function oddValues(
	values: unknown,
	chart: ChartFacts,
	folder: string,
	specs: ReadonlyMap<string, Schema> = new Map(),
): OddValue[] {
	const { keys, sure, open } = chartTree(chart, folder);
	const walk = function* (
		given: unknown,
		{ keys, sure, schema, name, path, pinned, anything }: Place,
	): Generator<OddValue> {
		const mark = markOf(given);
		if (mark?.kind === "known") return;
		const value = mark === undefined ? given : mark.value;
		const isPinned = pinned || mark?.kind === "pinned";
		if (value === undefined) return;
		if (!isMap(value) || Object.keys(value).length === 0) {
			if (!isPinned && repeats(value, sure))
				yield { path, odd: "default", value, siblings: [] };
			return;
		}
		const loose = anything || isLoose(keys, name, open);
		for (const [key, entry] of Object.entries(value)) {
			const below = path === "" ? key : `${path}.${key}`;
			const listed = isMap(keys) && key in keys;
			const ruled = schema?.knows(key);
			if (listed || (ruled ?? loose)) {
				const next = specs.get(below) ?? schema?.at(key);
				yield* walk(entry, {
					keys: listed ? keys[key] : undefined,
					sure: isMap(sure) ? sure[key] : undefined,
					schema: next,
					name: key,
					path: below,
					pinned: isPinned,
					anything: loose || (ruled === true && next === undefined),
				});
			} else if (entry !== undefined && markOf(entry)?.kind !== "known") {
				const siblings = isMap(keys) ? Object.keys(keys) : [];
				yield { path: below, odd: "unknown", value: entry, siblings };
			}
		}
	};
	const schema = Schema.ofChart(chart.schema);
	const top = { name: "", path: "", pinned: false, anything: false };
	return [...walk(values, { keys, sure, schema, ...top })];
}

interface Place {
	readonly keys: unknown;
	readonly sure: unknown;
	readonly schema: Schema | undefined;
	readonly name: string;
	readonly path: string;
	/** Inside a pinned value: its defaults are meant. */
	readonly pinned: boolean;
	/** Below a place where any key is right. */
	readonly anything: boolean;
}

/** Whether a chart says nothing of the keys at a place. */
const isLoose = (keys: unknown, name: string, open: ChartTree["open"]) =>
	!isMap(keys) ||
	Object.keys(keys).length === 0 ||
	open.has(keys) ||
	free.test(name);

/** An empty map adds nothing to a map of defaults: Helm merges. */
const repeats = (value: unknown, sure: unknown): boolean =>
	sure !== undefined &&
	(JSON.stringify(value) === JSON.stringify(sure) ||
		(isMap(value) && isMap(sure)));

/** The schemas of the custom resources that stand in a chart's values, by path. */
function specSchemas(
	{ charts }: Facts,
	{ chart }: Release,
	folder: string,
): Map<string, Schema> {
	const known = Object.values(charts).find(
		({ name, version }) => name === chart.name && version === chart.version,
	);
	const wanted = Object.entries(known?.specs ?? {});
	if (wanted.length === 0) return new Map();
	const kinds = wanted.map(([, kind]) => kind);
	const crds = Object.values(charts)
		.filter(({ crdGroups }) =>
			crdGroups.some((group) => known?.crdGroups.includes(group)),
		)
		.flatMap((one) => readCrds(one, kinds, folder)) as Crd[];
	return new Map(
		wanted.flatMap(([path, kind]) => {
			const crd = crds.find(({ spec }) => spec.names.kind === kind);
			const schema = Schema.ofResource(
				crd?.spec.versions[0]?.schema.openAPIV3Schema.properties.spec,
			);
			return schema === undefined ? [] : [[path, schema] as const];
		}),
	);
}

interface Crd {
	readonly spec: {
		readonly names: { readonly kind: string };
		readonly versions: readonly {
			readonly schema: {
				readonly openAPIV3Schema: { readonly properties: { spec?: unknown } };
			};
		}[];
	};
}

/** Every odd value of every release whose chart is at hand, and the charts that are not. */
export function judgeReleases(
	facts: Facts,
	{ releases = [], chartFacts: folder = chartFactsFolder() }: Uses,
): {
	readonly odd: readonly (OddValue & { readonly release: Release })[];
	readonly missing: readonly string[];
} {
	const missing = new Set<string>();
	const odd = releases.flatMap((release) => {
		const { name, version } = release.chart;
		const chart = readChartFacts(release.chart, folder);
		if (chart === undefined || folder === undefined) {
			missing.add(`${name} ${version}`);
			return [];
		}
		return oddValues(
			release.values,
			chart,
			folder,
			specSchemas(facts, release, folder),
		).map((one) => ({ ...one, release }));
	});
	return { odd, missing: [...missing].sort() };
}
