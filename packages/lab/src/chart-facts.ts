import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A chart's metadata, defaults and schema, without its templates. */
export interface ChartFacts {
	readonly name: string;
	readonly version: string;
	/** Version of the packaged program. */
	readonly appVersion?: string | undefined;
	/** SHA-256 of the archive that these facts were read from, in hex; absent if they were read from a folder. */
	readonly digest?: string | undefined;
	/** Defaults, from `values.yaml`. */
	readonly values: Readonly<Record<string, unknown>>;
	/** Paths of keys that `values.yaml` lists only as comments, such as `server.className`. */
	readonly optional: readonly string[];
	/** `values.schema.json`, reduced to the keywords that define which keys exist. */
	readonly schema?: unknown;
	readonly subcharts: readonly Subchart[];
}

/** Dependency of a chart. */
export interface Subchart {
	readonly name: string;
	/** Key in the parent's values: the alias, or else the name. */
	readonly key: string;
	/** Version or version range. */
	readonly version: string;
	/** Paths of the parent's values that enable it, such as `search.enabled`: from its `condition` and `tags`. */
	readonly switches: readonly string[];
	/** Whether `facts` describe the version that the parent installs. Facts of another version are good enough for keys, but not for defaults. */
	readonly exact: boolean;
	/** Absent if the chart is unknown. */
	readonly facts?: ChartFacts | undefined;
}

/** A chart at one exact version. */
export interface ChartVersion {
	readonly name: string;
	readonly version: string;
}

/** Folder of the committed facts, relative to the root of the repository. */
export const chartFactsFolder = "packages/lab/src/generated/charts";

export const chartFactsFile = ({ name, version }: ChartVersion): string =>
	`${name}-${version}.json`;

/** Cache: several rules read the facts of the same charts. */
const read = new Map<string, ChartFacts>();

/**
 * Reads the committed facts of a chart, which `pnpm lab charts fetch` writes.
 *
 * @returns undefined if there are none
 */
export function readChartFacts(chart: ChartVersion): ChartFacts | undefined {
	const path = join(
		import.meta.dirname,
		"generated/charts",
		chartFactsFile(chart),
	);
	const known = read.get(path);
	if (known !== undefined) return known;
	if (!existsSync(path)) return undefined;
	const facts = JSON.parse(readFileSync(path, "utf8")) as ChartFacts;
	read.set(path, facts);
	return facts;
}

/** @returns the chart's default of a value; a map includes the defaults of the sub-chart that it belongs to */
export function defaultOf(facts: ChartFacts, path: string): unknown {
	const keys = path.split(".");
	const own = valueAt(facts.values, keys);
	const below = facts.subcharts.find(({ key }) => key === keys[0])?.facts;
	const inherited =
		below === undefined ? undefined : valueAt(below.values, keys.slice(1));
	return typeof own === "object" && typeof inherited === "object"
		? { ...inherited, ...own }
		: (own ?? inherited);
}

const valueAt = (value: unknown, keys: readonly string[]): unknown =>
	keys.reduce<unknown>(
		(inner, key) => (inner as Record<string, unknown> | undefined)?.[key],
		value,
	);
