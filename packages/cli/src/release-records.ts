import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { reducedObjects } from "@lab/bundles";
import { type Component, components, runsIn } from "@lab/components";
import { LabError, type Progress, writeFileAtomically } from "@lab/core";
import { isObject } from "@lab/kubernetes";
import {
	decidingDigest,
	environments,
	formatReleaseFacts,
	plainValues,
	platformParts,
	type ReleaseFacts,
	releaseFactsFile,
	releaseFactsFolder,
} from "@lab/lab";
import {
	ensureTools,
	type FetchedChart,
	hasTemplates,
	releaseSize,
	renderRelease,
} from "@lab/toolchain";

interface Options {
	readonly progress: Progress;
	readonly signal: AbortSignal;
}

/**
 * Renders every release of fetched charts with the values of each environment,
 * and writes what it creates if that changed. Notes what cannot be rendered.
 *
 * @returns paths of the files that changed, relative to the root
 */
export async function recordReleases(
	charts: readonly FetchedChart[],
	root: string,
	options: Options,
): Promise<string[]> {
	const folders = new Map<string, string>();
	for (const { chart, path } of charts)
		if (await hasTemplates(path)) folders.set(chart, path);
	const releases = components.filter(({ chart }) =>
		folders.has(chart?.name ?? ""),
	);
	if (releases.length === 0) return [];
	const helm = await attempt("the charts create", options, async () => {
		const tools = await ensureTools(["helm"], options);
		return tools.helm.path;
	});
	if (helm === undefined) return [];
	const changed: string[] = [];
	for (const component of releases) {
		const { name, chart } = component;
		const facts = await attempt(`${name} creates`, options, () =>
			factsOf(component, folders.get(chart?.name ?? "") ?? "", helm, options),
		);
		const file = join(releaseFactsFolder, releaseFactsFile(name));
		if (facts && (await write(join(root, file), formatReleaseFacts(facts))))
			changed.push(file);
	}
	return changed;
}

/** Notes why something could not be recorded, and continues with the rest. */
async function attempt<T>(
	what: string,
	{ progress, signal }: Options,
	body: () => Promise<T>,
): Promise<T | undefined> {
	try {
		return await body();
	} catch (error) {
		signal.throwIfAborted();
		if (!(error instanceof LabError)) throw error;
		progress.note(
			`what ${what} was not recorded: ${error.findings[0]?.what ?? error.message}`,
		);
		return undefined;
	}
}

/** What a release creates in every environment that has it. */
async function factsOf(
	component: Component,
	folder: string,
	helm: string,
	{ progress, signal }: Options,
): Promise<ReleaseFacts | undefined> {
	const { chart, name, namespace, values } = component;
	if (chart === undefined) return undefined;
	const renderings = new Map<string, ReleaseFacts["renderings"][number]>();
	for (const env of Object.values(environments)) {
		const plain = runsIn(component, env)
			? plainValues(values?.(env) ?? {})
			: undefined;
		const digest = decidingDigest(plain);
		if (plain === undefined || renderings.has(digest)) continue;
		progress.step(`what ${name} creates in ${env.name}`);
		const { objects, manifest } = await renderRelease(
			helm,
			{
				...{ chart: folder, release: chart.releaseName, namespace },
				...{ values: plain, kubernetes },
			},
			signal,
		);
		renderings.set(digest, {
			values: digest,
			bytes: await releaseSize(folder, plain, manifest),
			objects: reducedObjects(objects.filter(isObject), namespace),
		});
	}
	return {
		...{ name: chart.name, version: chart.version },
		renderings: [...renderings.values()],
	};
}

/** Deletes the records of components that have no chart any more. @returns the deleted files */
export async function dropUnusedReleases(root: string): Promise<string[]> {
	const folder = join(root, releaseFactsFolder);
	const used = new Set(
		components
			.filter(({ chart }) => chart !== undefined)
			.map(({ name }) => releaseFactsFile(name)),
	);
	const files = await readdir(folder).catch(() => []);
	const unused = files.filter((file) => !used.has(file));
	for (const file of unused) await rm(join(folder, file));
	return unused;
}

const kubernetes = platformParts.k3s.version.replace(/^v|\+.*$/g, "");

async function write(path: string, text: string): Promise<boolean> {
	const before = await readFile(path, "utf8").catch(() => undefined);
	if (before === text) return false;
	await mkdir(join(path, ".."), { recursive: true });
	await writeFileAtomically(path, text);
	return true;
}
