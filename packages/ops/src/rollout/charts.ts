import { access, mkdir } from "node:fs/promises";
import { connect } from "node:net";
import { join } from "node:path";
import process from "node:process";
import { LabError, tryRun } from "@lab/core";
import { cacheFolder } from "../toolchain/cache.ts";
import { ensureTools } from "../toolchain/ensure.ts";
import type { Progress } from "../toolchain/progress.ts";

/** A chart at one exact version, in its own repository. */
export interface ChartRef {
	readonly repo: string;
	readonly chart: string;
	readonly version: string;
}

export const archiveName = ({ chart, version }: ChartRef): string =>
	`${chart}-${version}.tgz`;

export const chartId = ({ repo, chart, version }: ChartRef): string =>
	`${repo} ${chart} ${version}`;

export interface FindChartsOptions {
	/** A folder with archives: then no repository is asked for those that it has. */
	readonly folder?: string | undefined;
	readonly progress: Progress;
	/** @default the toolchain's cache */
	readonly cacheDir?: string;
}

/**
 * The archive of each chart: from the folder that a person named, from our
 * cache, else from its repository.
 *
 * @returns paths by `chartId`; a chart that cannot be had is not among them
 * @throws LabError `no-charts-folder`
 */
export async function findCharts(
	refs: readonly ChartRef[],
	{ folder, progress, cacheDir = cacheFolder() }: FindChartsOptions,
): Promise<Map<string, string>> {
	if (folder !== undefined && !(await exists(folder))) {
		throw new LabError({
			code: "no-charts-folder",
			what: `there is no folder '${folder}'`,
			where: "--charts, or VACLAB_CHARTS",
			help: "name a folder that holds <chart>-<version>.tgz",
		});
	}
	const cache = join(cacheDir, "charts");
	const found = new Map<string, string>();
	const missing = new Map<string, ChartRef>();
	for (const ref of refs) {
		const paths = [folder, cache].flatMap((one) =>
			one === undefined ? [] : [join(one, archiveName(ref))],
		);
		const there = await Promise.all(paths.map(exists));
		const path = paths[there.indexOf(true)];
		if (path === undefined) missing.set(chartId(ref), ref);
		else found.set(chartId(ref), path);
	}
	const reachable = await reachableHosts([...missing.values()]);
	const wanted = [...missing.values()].filter(({ repo }) =>
		reachable.has(new URL(repo).host),
	);
	if (wanted.length === 0) return found;
	const { helm } = await ensureTools(["helm"], { progress });
	await mkdir(cache, { recursive: true });
	for (const ref of wanted) {
		progress.step(`downloading the chart ${ref.chart} ${ref.version}`);
		if (await pull(helm.path, ref, cache, progress))
			found.set(chartId(ref), join(cache, archiveName(ref)));
	}
	return found;
}

async function pull(
	helm: string,
	{ repo, chart, version }: ChartRef,
	cache: string,
	progress: Progress,
): Promise<boolean> {
	const source = repo.startsWith("oci://")
		? [`${repo}/${chart}`]
		: [chart, "--repo", repo];
	const { exit, stderr } = await tryRun(
		helm,
		["pull", ...source, "--version", version, "--destination", cache],
		{ timeout: "2m" },
	);
	if (exit !== 0) progress.note(`${chart} ${version}: ${stderr.trim()}`);
	return exit === 0;
}

/** A machine without network is told so in seconds, not in minutes. */
async function reachableHosts(refs: readonly ChartRef[]): Promise<Set<string>> {
	const hosts = [...new Set(refs.map(({ repo }) => new URL(repo).host))];
	// Behind a proxy no host can be reached but through it.
	if (process.env.HTTPS_PROXY ?? process.env.https_proxy) return new Set(hosts);
	const open = await Promise.all(hosts.map(opens));
	return new Set(hosts.filter((_, index) => open[index]));
}

const opens = (host: string): Promise<boolean> =>
	new Promise((answer) => {
		const [name = "", port = "443"] = host.split(":");
		const socket = connect({ host: name, port: Number(port) });
		const end = (result: boolean) => {
			socket.destroy();
			answer(result);
		};
		socket
			.setTimeout(2000)
			.once("connect", () => end(true))
			.once("timeout", () => end(false))
			.once("error", () => end(false));
	});

const exists = (path: string): Promise<boolean> =>
	access(path).then(
		() => true,
		() => false,
	);
