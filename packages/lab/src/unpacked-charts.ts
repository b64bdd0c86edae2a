import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fromYaml, fromYamlStream, LabError } from "@lab/core";
import type { ChartFacts, ChartVersion, Subchart } from "./chart-facts.ts";

const repository = join(import.meta.dirname, "../../..");

/**
 * Folder of unpacked charts, each in `<chart>-<version>/`: the folder that
 * `VACLAB_CHART_FACTS` names, or else `.lab/charts` of the repository, or else
 * `../shared/charts` next to the repository.
 *
 * @returns undefined if none of them exists
 * @throws LabError `no-charts-folder` if the variable names a folder that does not exist
 */
export function unpackedChartsFolder(
	environment: NodeJS.ProcessEnv = process.env,
): string | undefined {
	const chosen = environment.VACLAB_CHART_FACTS;
	if (chosen !== undefined && chosen !== "") {
		if (existsSync(chosen)) return chosen;
		throw new LabError({
			code: "no-charts-folder",
			what: `there is no folder '${chosen}'`,
			where: "VACLAB_CHART_FACTS",
			help: "name a folder that contains <chart>-<version>/values.yaml, or unset the variable",
		});
	}
	return [
		join(repository, ".lab", "charts"),
		join(repository, "..", "shared", "charts"),
	].find((folder) => existsSync(folder));
}

export const unpackedName = ({ name, version }: ChartVersion): string =>
	`${name}-${version}`;

/**
 * Reads the facts of an unpacked chart, with its sub-charts from `charts/`.
 *
 * @param path folder that contains `values.yaml`
 * @param neighbours folder of unpacked charts, for sub-charts that `charts/` lacks
 * @returns undefined if there is no `values.yaml`
 * @throws LabError `invalid-yaml`; SyntaxError if its schema is not JSON
 */
export function factsOfUnpacked(
	path: string,
	neighbours?: string,
): ChartFacts | undefined {
	const defaults = textFile(join(path, "values.yaml"));
	if (defaults === undefined) return undefined;
	const metadata = chartMetadata(path);
	const schema = textFile(join(path, "values.schema.json"));
	return {
		name: metadata.name ?? basename(path),
		version: metadata.version ?? "",
		appVersion: metadata.appVersion,
		values: (fromYaml(defaults, join(path, "values.yaml")) ??
			{}) as ChartFacts["values"],
		optional: commentedKeys(defaults),
		schema: schema === undefined ? undefined : keysOfSchema(JSON.parse(schema)),
		subcharts: (metadata.dependencies ?? []).map((dependency) =>
			subchart(dependency, path, neighbours),
		),
	};
}

/** Fields of `Chart.yaml`. */
interface Metadata {
	readonly name?: string;
	readonly version?: string;
	readonly appVersion?: string;
	readonly dependencies?: readonly Dependency[];
}

interface Dependency {
	readonly name: string;
	readonly alias?: string;
	readonly version: string;
	/** Absent or `file://` if only the parent contains the chart. */
	readonly repository?: string;
	/** Comma-separated paths of values; the first that is set decides. */
	readonly condition?: string;
	readonly tags?: readonly string[];
}

function chartMetadata(path: string): Metadata {
	const file = join(path, "Chart.yaml");
	const text = textFile(file);
	return (text === undefined ? {} : (fromYaml(text, file) ?? {})) as Metadata;
}

function subchart(
	{ name, alias, version, repository, condition, tags = [] }: Dependency,
	parent: string,
	neighbours: string | undefined,
): Subchart {
	const known = {
		name,
		key: alias ?? name,
		version,
		switches: [
			...(condition?.split(",") ?? []).map((path) => path.trim()),
			...tags.map((tag) => `tags.${tag}`),
		],
	};
	const inside = foldersIn(join(parent, "charts")).find(
		(folder) => chartMetadata(folder).name === name,
	);
	const neighbour =
		inside === undefined && /^(https?|oci):/.test(repository ?? "")
			? newestNeighbour({ name, version }, neighbours)
			: undefined;
	const found = inside ?? neighbour?.path;
	const facts =
		found === undefined ? undefined : factsOfUnpacked(found, neighbours);
	return {
		...known,
		exact:
			facts !== undefined &&
			(inside !== undefined || neighbour?.inRange === true),
		...(facts && { facts }),
	};
}

/** The latest unpacked version in the range of a dependency, or else the latest of all. */
function newestNeighbour(
	{ name, version: range }: ChartVersion,
	folder: string | undefined,
): { readonly path: string; readonly inRange: boolean } | undefined {
	if (folder === undefined) return undefined;
	const versions = readdirSync(folder)
		.filter((entry) => entry.startsWith(`${name}-`))
		.map((entry) => entry.slice(name.length + 1))
		.filter((entry) => /^\d+\.\d+\.\d+$/.test(entry))
		.sort(byVersion);
	const inRange = versions.filter((candidate) => matches(candidate, range));
	const best = inRange.at(-1) ?? versions.at(-1);
	return best === undefined
		? undefined
		: {
				path: join(folder, unpackedName({ name, version: best })),
				inRange: inRange.includes(best),
			};
}

/** Matches `0.67.*` and `0.67.2`, the two forms that the lab's charts use. */
function matches(version: string, range: string): boolean {
	const wanted = range.split(".");
	return version
		.split(".")
		.every((part, index) => wanted[index] === "*" || wanted[index] === part);
}

function byVersion(a: string, b: string): number {
	const [left, right] = [a, b].map((text) => text.split(".").map(Number));
	for (const [index, part] of (left ?? []).entries()) {
		const difference = part - (right?.[index] ?? 0);
		if (difference !== 0) return difference;
	}
	return 0;
}

/** Paths of commented keys: charts list keys without a default as comments, such as `# storageClassName: fast`. */
function commentedKeys(text: string): string[] {
	const open: { indent: number; key: string }[] = [];
	return text.split("\n").flatMap((line) => {
		const match = /^( *)(# ?)?([A-Za-z][\w-]*):(?: |$)/.exec(line);
		if (match === null) return [];
		const [, space = "", comment, key = ""] = match;
		while ((open.at(-1)?.indent ?? -1) >= space.length) open.pop();
		if (comment !== undefined)
			return [[...open.map((one) => one.key), key].join(".")];
		open.push({ indent: space.length, key });
		return [];
	});
}

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
	value !== null && typeof value === "object" && !Array.isArray(value);

/** Keywords whose value is a schema, or a map of schemas. */
const nested = {
	one: ["additionalProperties"],
	many: ["properties", "$defs", "definitions"],
} as const;

/** Reduces a schema to the keywords that define keys, and to references. */
function keysOfSchema(schema: unknown): unknown {
	if (!isObject(schema)) return schema;
	const { $ref } = schema;
	return {
		...($ref !== undefined && { $ref }),
		...Object.fromEntries(
			nested.one
				.filter((keyword) => keyword in schema)
				.map((keyword) => [keyword, keysOfSchema(schema[keyword])]),
		),
		...Object.fromEntries(
			nested.many.flatMap((keyword) => {
				const schemas = schema[keyword];
				if (!isObject(schemas)) return [];
				const reduced = Object.entries(schemas).map(([name, one]) => [
					name,
					keysOfSchema(one),
				]);
				return [[keyword, Object.fromEntries(reduced)]];
			}),
		),
	};
}

/**
 * Reads the CustomResourceDefinitions of an unpacked chart, or of another patch
 * release of it, which has the same ones; other files of the chart may be missing.
 *
 * @param kinds kinds to return. @default all
 * @returns none if the chart is missing, or creates its CRDs only from templates
 * @throws LabError `invalid-yaml` if a file cannot be parsed
 */
export function readCrds(
	chart: ChartVersion,
	kinds?: readonly string[],
	folder: string | undefined = unpackedChartsFolder(),
): readonly unknown[] {
	if (folder === undefined) return [];
	const files = crdFiles(crdFolder(chart, folder));
	if (kinds === undefined) return files.flatMap(crdsOf);
	// Files are named after the plural, which may change the last letter: policy, policies.
	const stems = kinds.map((kind) => `_${kind.slice(0, -1).toLowerCase()}`);
	return files
		.filter((path) => stems.some((stem) => basename(path).includes(stem)))
		.flatMap(crdsOf)
		.filter((crd) => {
			const { spec } = crd as { spec: { names: { kind: string } } };
			return kinds.includes(spec.names.kind);
		});
}

function crdFolder({ name, version }: ChartVersion, folder: string): string {
	const exact = join(folder, unpackedName({ name, version }));
	if (existsSync(exact)) return exact;
	const range = version.replace(/\d+$/, "*");
	const neighbour = newestNeighbour({ name, version: range }, folder);
	return neighbour?.inRange === true ? neighbour.path : exact;
}

const readCrdFiles = new Map<string, readonly unknown[]>();

function crdsOf(path: string): readonly unknown[] {
	const known = readCrdFiles.get(path);
	if (known !== undefined) return known;
	const crds = fromYamlStream(readFileSync(path, "utf8"), path);
	readCrdFiles.set(path, crds);
	return crds;
}

/** Files with CRDs, as `<group>_<plural>.yaml`, in `crds`; if the folder has no sub-charts, those of a sub-chart are in `crds-<sub-chart>`. */
const crdFiles = (path: string): string[] =>
	foldersIn(path)
		.filter((folder) => basename(folder).startsWith("crds"))
		.flatMap((folder) =>
			readdirSync(folder)
				.filter((file) => file.endsWith(".yaml"))
				.sort()
				.map((file) => join(folder, file)),
		);

const foldersIn = (path: string): string[] =>
	(existsSync(path) ? readdirSync(path, { withFileTypes: true }) : [])
		.filter((entry) => entry.isDirectory())
		.map(({ name }) => join(path, name))
		.sort();

const textFile = (path: string): string | undefined =>
	existsSync(path) ? readFileSync(path, "utf8") : undefined;
