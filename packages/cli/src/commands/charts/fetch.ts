import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import process from "node:process";
import {
	exitCode,
	LabError,
	reviewableJson,
	suggestion,
	writeFileAtomically,
} from "@lab/core";
import {
	type Chart,
	type CrdChart,
	chartFactsFile,
	chartFactsFolder,
	charts,
	crdCharts,
	factsOfUnpacked,
	platformParts,
	readChartFacts,
	readCrds,
	recordedCrdsFile,
	recordedCrdsFolder,
	withoutDescriptions,
} from "@lab/lab";
import {
	type FailedChart,
	type FetchedChart,
	fetchCharts,
} from "@lab/toolchain";
import { defineCommand } from "../../command.ts";
import { dropUnusedReleases, recordReleases } from "../../release-records.ts";

/** Folder that charts are unpacked into, relative to the root of the repository. */
const FOLDER = ".lab/charts";

export const command = defineCommand({
	arguments: [
		{ name: "[names...]", description: "charts to fetch (default: all)" },
	],
	options: [
		{
			flags: "--charts <folder>",
			description:
				"folder with charts, <name>-<version>.tgz or unpacked, tried before the repositories (default: $VACLAB_CHARTS)",
		},
		{
			flags: "--mirror <url>",
			description:
				"repository to use instead of each chart's own: https:// or oci://",
		},
	],
	example: "pnpm lab charts fetch kyverno",
	async run({ args, options, root, progress, signal }) {
		const wanted = args.length === 0 ? [...all.values()] : chosen(args);
		const named = options.charts ?? process.env.VACLAB_CHARTS;
		const folder = named ? resolve(root, named) : undefined;
		const { fetched, failed } = await fetchCharts(
			wanted.map((chart) => ({
				repo: chart.repository,
				chart: chart.name,
				version: chart.version,
				digest: readChartFacts(chart)?.digest,
				crds: crdsOf(chart),
			})),
			{
				into: join(root, FOLDER),
				...(folder !== undefined && { folder }),
				...(options.mirror !== undefined && {
					mirror: repositoryUrl(options.mirror),
				}),
				progress,
				signal,
			},
		);
		const recorded = new Set<string>();
		for (const chart of fetched)
			if (await record(chart, root, folder)) recorded.add(chart.chart);
		const crds = (
			await Promise.all(fetched.map((chart) => recordCrds(chart, root)))
		).flat();
		const releases = await recordReleases(fetched, root, { progress, signal });
		const dropped = [
			...(await dropUnused(root)),
			...(await dropUnusedReleases(root)),
		];
		if (failed.length > 0) throw notAll(failed, wanted.length);
		return {
			exit: exitCode.done,
			document: {
				charts: fetched.map(({ repo, chart, version, ...rest }) => ({
					name: chart,
					version,
					repository: repo,
					...rest,
					recorded: recorded.has(chart),
				})),
				releases,
				crds,
				dropped,
			},
			text: [
				...fetched.map(
					({ chart, version, from }) =>
						`${chart}  ${version}  ${from}${recorded.has(chart) ? "  recorded" : ""}`,
				),
				...[...crds, ...releases].map((file) => `${file}  recorded`),
				...dropped.map((file) => `${file}  dropped: nothing uses it any more`),
				recorded.size + crds.length + releases.length + dropped.length === 0
					? `the facts in ${chartFactsFolder} are up to date`
					: `review and commit ${dirname(chartFactsFolder)}, then run 'pnpm synth'`,
			].join("\n"),
		};
	},
});

const crdsOf = ({ crdGroups, crdsNeed }: CrdChart) =>
	crdGroups.length === 0
		? undefined
		: {
				kubernetes: platformParts.k3s.version.replace(/^v|\+.*$/g, ""),
				set: crdsNeed === undefined ? [] : [crdsNeed],
			};

/** By chart name, since two releases may use the same chart. */
const all: ReadonlyMap<string, CrdChart> = new Map(
	[...Object.values(charts), ...Object.values(crdCharts)].map(
		(chart) => [chart.name, chart] as const,
	),
);

/** Looks up charts by name. @throws LabError `unknown-chart` for every unknown name */
function chosen(names: readonly string[]): CrdChart[] {
	const unknown = names.filter((name) => !all.has(name));
	if (unknown.length > 0)
		throw new LabError(
			unknown.map((name) => ({
				severity: "error",
				code: "unknown-chart",
				what: `the lab has no chart '${name}'`,
				where: name,
				help: suggestion(name, [...all.keys()]),
			})),
		);
	return [...new Set(names)].flatMap((name) => all.get(name) ?? []);
}

/** Validates the URL of a mirror. @throws LabError `wrong-mirror` */
function repositoryUrl(text: string): string {
	if (/^(https?|oci):\/\/[^/]/.test(text) && URL.canParse(text)) return text;
	throw new LabError({
		code: "wrong-mirror",
		what: `'${text}' is not a chart repository`,
		where: `--mirror ${text}`,
		help: "give a URL that starts with https://, http:// or oci://",
	});
}

/**
 * Writes the facts of a chart's values if they changed.
 *
 * @returns whether they changed
 */
async function record(
	{ chart: name, version, path, digest, from }: FetchedChart,
	root: string,
	folder: string | undefined,
): Promise<boolean> {
	if (!Object.values(charts).some((chart) => chart.name === name)) return false;
	const file = join(root, chartFactsFolder, chartFactsFile({ name, version }));
	const before = await readFile(file, "utf8").catch(() => undefined);
	// An archive provides more than a folder: its origin, and the sub-charts inside it.
	const known = before === undefined ? undefined : JSON.parse(before);
	if (digest === undefined && (from === "there" || known?.digest)) return false;
	const facts = factsOfUnpacked(
		path,
		digest === undefined ? folder : undefined,
	);
	const text = reviewableJson({ ...facts, digest });
	if (facts === undefined || text === before) return false;
	await writeFileAtomically(file, text);
	return true;
}

/**
 * Writes the CRDs of a chart that a component brings, if they changed.
 *
 * @returns paths of the files that changed, relative to the root
 */
async function recordCrds(
	{ chart: name, version }: FetchedChart,
	root: string,
): Promise<string[]> {
	const known: readonly Chart[] = Object.values(charts);
	const chart = { name, version };
	if (!known.some((one) => one.name === name && one.crdsApart === true))
		return [];
	const crds = readCrds(chart, undefined, join(root, FOLDER));
	const file = join(recordedCrdsFolder, recordedCrdsFile(chart));
	const before = await readFile(join(root, file), "utf8").catch(() => "");
	const text = reviewableJson(crds.map(withoutDescriptions));
	if (text === before) return [];
	await mkdir(join(root, recordedCrdsFolder), { recursive: true });
	await writeFileAtomically(join(root, file), text);
	return [file];
}

/** Deletes the facts of chart versions that the lab does not use. @returns the deleted files */
async function dropUnused(root: string): Promise<string[]> {
	const folder = join(root, chartFactsFolder);
	const used = new Set(Object.values(charts).map(chartFactsFile));
	const crds = join(root, recordedCrdsFolder);
	const unused = [
		...(await readdir(folder)).map((file) => ({ folder, file })),
		...(await readdir(crds)).map((file) => ({ folder: crds, file })),
	].filter(({ file }) => !used.has(file));
	for (const one of unused) await rm(join(one.folder, one.file));
	return unused.map(({ file }) => file);
}

const notAll = (failed: readonly FailedChart[], count: number) =>
	new LabError({
		code: "charts-unavailable",
		what: [
			`${failed.length} of ${count} charts could not be fetched`,
			...failed.map(
				({ chart, version, reason }) => `  ${chart} ${version}: ${reason}`,
			),
		].join("\n"),
		where: [...new Set(failed.map(({ where }) => where))].join(", "),
		help: "run it again with a network (fetched charts are kept), or give a --mirror or a folder of --charts",
		exit: exitCode.unavailable,
	});
