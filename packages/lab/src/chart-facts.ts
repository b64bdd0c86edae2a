import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { LabError } from "@lab/core";
import { readYaml, readYamlStream } from "./_yaml-cache.ts";

export interface ChartDependency {
	readonly name: string;
	/** Key in the parent's values: the alias where there is one. */
	readonly key: string;
	/** A version, or a range of them. */
	readonly version: string;
}

/** What a chart says about itself, without its templates. */
export interface ChartFacts {
	readonly name: string;
	readonly version: string;
	readonly appVersion: string | undefined;
	readonly dependencies: readonly ChartDependency[];
	/** The defaults: `values.yaml`. */
	readonly values: Readonly<Record<string, unknown>>;
	/** Paths of the keys that `values.yaml` shows as comments only. */
	readonly optional: readonly (readonly string[])[];
	readonly schema: unknown;
}

const repository = join(
	dirname(fileURLToPath(import.meta.url)),
	"..",
	"..",
	"..",
);

/**
 * Where charts' facts lie: `VACLAB_CHART_FACTS`, else `.lab/charts` of the
 * repository, else `../shared/charts` beside it.
 *
 * @returns undefined when none of them is there
 * @throws LabError `no-chart-facts` when the variable names a folder that is not there
 */
export function chartFactsFolder(
	environment: NodeJS.ProcessEnv = process.env,
): string | undefined {
	const asked = environment.VACLAB_CHART_FACTS;
	if (asked !== undefined && asked !== "") {
		if (existsSync(asked)) return asked;
		throw new LabError({
			code: "no-chart-facts",
			what: `there is no folder '${asked}'`,
			where: "VACLAB_CHART_FACTS",
			help: "name a folder that holds <chart>-<version>/values.yaml, or unset the variable",
		});
	}
	return [
		join(repository, ".lab", "charts"),
		join(repository, "..", "shared", "charts"),
	].find((folder) => existsSync(folder));
}

/** Charts do not change while a program runs, and a large one takes a while to read. */
const read = new Map<string, ChartFacts>();

/**
 * Reads the facts of one chart.
 *
 * @returns undefined when they are not at hand
 * @throws LabError `invalid-yaml` when a file cannot be read
 */
export function readChartFacts(
	chart: { readonly name: string; readonly version: string },
	folder: string | undefined = chartFactsFolder(),
): ChartFacts | undefined {
	if (folder === undefined) return undefined;
	const path = join(folder, `${chart.name}-${chart.version}`);
	const known = read.get(path);
	if (known !== undefined) return known;
	const defaults = textFile(join(path, "values.yaml"));
	if (defaults === undefined) return undefined;
	const about = (yamlFile(join(path, "Chart.yaml")) ?? {}) as {
		appVersion?: string;
		dependencies?: { name: string; alias?: string; version: string }[];
	};
	const schema = textFile(join(path, "values.schema.json"));
	const facts: ChartFacts = {
		name: chart.name,
		version: chart.version,
		appVersion: about.appVersion,
		dependencies: (about.dependencies ?? []).map(
			({ name, alias, version }) => ({ name, key: alias ?? name, version }),
		),
		values: (readYaml(defaults, join(path, "values.yaml")) ?? {}) as Record<
			string,
			unknown
		>,
		optional: commentedKeys(defaults),
		schema: schema === undefined ? undefined : JSON.parse(schema),
	};
	read.set(path, facts);
	return facts;
}

/**
 * The CustomResourceDefinitions of a chart, of which nothing else need be at hand.
 *
 * @param kinds only these, by kind; all when left out
 * @returns none when the chart is not at hand, or brings them by templates only
 * @throws LabError `invalid-yaml` when a file cannot be read
 */
export function readCrds(
	chart: { readonly name: string; readonly version: string },
	kinds?: readonly string[],
	folder: string | undefined = chartFactsFolder(),
): readonly unknown[] {
	if (folder === undefined) return [];
	const files = crdFiles(join(folder, `${chart.name}-${chart.version}`));
	if (kinds === undefined) return files.flatMap(crdsOf);
	// Files are named by the plural, which may change a kind's last letter: policy, policies.
	const stems = kinds.map((kind) => `_${kind.slice(0, -1).toLowerCase()}`);
	return files
		.filter((path) => stems.some((stem) => basename(path).includes(stem)))
		.flatMap(crdsOf)
		.filter((crd) => {
			const { spec } = crd as { spec: { names: { kind: string } } };
			return kinds.includes(spec.names.kind);
		});
}

const readCrdFiles = new Map<string, readonly unknown[]>();

function crdsOf(path: string): readonly unknown[] {
	const known = readCrdFiles.get(path);
	if (known !== undefined) return known;
	const crds = readYamlStream(readFileSync(path, "utf8"), path);
	readCrdFiles.set(path, crds);
	return crds;
}

/**
 * The facts of a chart's dependency: of exactly its version where they are at
 * hand, else of the newest at hand, which then knows the keys but not for
 * certain the defaults.
 */
export function readDependencyFacts(
	{ name, version }: ChartDependency,
	folder: string | undefined = chartFactsFolder(),
): { readonly facts: ChartFacts; readonly exact: boolean } | undefined {
	if (folder === undefined) return undefined;
	const versions = readdirSync(folder)
		.filter((entry) => entry.startsWith(`${name}-`))
		.map((entry) => entry.slice(name.length + 1))
		.filter((entry) => /^\d+\.\d+\.\d+$/.test(entry))
		.sort(byVersion);
	const inRange = versions.filter((candidate) => matches(candidate, version));
	const best = inRange.at(-1) ?? versions.at(-1);
	if (best === undefined) return undefined;
	const facts = readChartFacts({ name, version: best }, folder);
	return facts && { facts, exact: inRange.includes(best) };
}

/** `0.67.*` and `0.67.2`, the two forms that charts of the lab write. */
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

const textFile = (path: string): string | undefined =>
	existsSync(path) ? readFileSync(path, "utf8") : undefined;

function yamlFile(path: string): unknown {
	const text = textFile(path);
	return text === undefined ? undefined : readYaml(text, path);
}

/** Charts show keys that have no default as comments beside those that have: `# storageClassName: fast`. */
function commentedKeys(text: string): string[][] {
	const open: { indent: number; key: string }[] = [];
	return text.split("\n").flatMap((line) => {
		const match = /^( *)(# ?)?([A-Za-z][\w-]*):(?: |$)/.exec(line);
		if (match === null) return [];
		const [, space = "", comment, key = ""] = match;
		while ((open.at(-1)?.indent ?? -1) >= space.length) open.pop();
		if (comment !== undefined) return [[...open.map((one) => one.key), key]];
		open.push({ indent: space.length, key });
		return [];
	});
}

/** Charts keep CRDs in `crds`, as `<group>_<plural>.yaml`; the facts of one keep those of a sub-chart in `crds-<sub-chart>`. */
const crdFiles = (path: string): string[] =>
	(existsSync(path) ? readdirSync(path, { withFileTypes: true }) : [])
		.filter((entry) => entry.isDirectory() && entry.name.startsWith("crds"))
		.flatMap(({ name }) =>
			readdirSync(join(path, name))
				.filter((file) => file.endsWith(".yaml"))
				.sort()
				.map((file) => join(path, name, file)),
		);
