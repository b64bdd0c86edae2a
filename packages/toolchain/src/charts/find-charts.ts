import { access } from "node:fs/promises";
import { join } from "node:path";
import { LabError, type Progress } from "@lab/core";
import { cacheFolder } from "../cache.ts";
import { ensureTools } from "../ensure.ts";
import { archiveName, type ChartRef, chartId } from "./chart-ref.ts";
import { canReachRepository, pullChart } from "./pull-chart.ts";

export interface FindChartsOptions {
	/** Folder of chart archives, which take precedence over repositories. */
	readonly folder?: string | undefined;
	readonly progress: Progress;
	/** @default the toolchain's cache */
	readonly cacheDir?: string;
}

/**
 * Finds the archive of each chart in the given folder, the cache or, by
 * downloading it, in the chart's repository.
 *
 * @returns paths by `chartId`, without unavailable charts
 * @throws LabError `no-charts-folder`
 */
export async function findCharts(
	refs: readonly ChartRef[],
	{ folder, progress, cacheDir = cacheFolder() }: FindChartsOptions,
): Promise<Map<string, string>> {
	await assertChartsFolder(folder);
	const found = new Map<string, string>();
	const missing = new Map<string, ChartRef>();
	for (const ref of refs) {
		const paths = [
			...(folder === undefined ? [] : [join(folder, archiveName(ref))]),
			cachedArchive(cacheDir, ref),
		];
		const present = await Promise.all(paths.map(exists));
		const path = paths[present.indexOf(true)];
		if (path === undefined) missing.set(chartId(ref), ref);
		else found.set(chartId(ref), path);
	}
	const refsToPull = [...missing.values()];
	const reachable = await Promise.all(refsToPull.map(canReachRepository));
	const wanted = refsToPull.filter((_, index) => reachable[index]);
	if (wanted.length === 0) return found;
	const { helm } = await ensureTools(["helm"], { progress });
	for (const ref of wanted) {
		progress.step(`downloading the chart ${ref.chart} ${ref.version}`);
		const archive = cachedArchive(cacheDir, ref);
		const failure = await pullChart(helm.path, ref, cacheDir, archive);
		if (failure === undefined) found.set(chartId(ref), archive);
		else progress.note(`${ref.chart} ${ref.version}: ${failure}`);
	}
	return found;
}

/** @throws LabError `no-charts-folder` if a folder is given that does not exist */
export async function assertChartsFolder(
	folder: string | undefined,
): Promise<void> {
	if (folder === undefined || (await exists(folder))) return;
	throw new LabError({
		code: "no-charts-folder",
		what: `the folder '${folder}' does not exist`,
		where: "--charts, or VACLAB_CHARTS",
		help: "give a folder that contains <chart>-<version>.tgz",
	});
}

/** Path of a chart's archive in the cache. */
export const cachedArchive = (cacheDir: string, ref: ChartRef): string =>
	join(cacheDir, "charts", archiveName(ref));

export const exists = (path: string): Promise<boolean> =>
	access(path).then(
		() => true,
		() => false,
	);
