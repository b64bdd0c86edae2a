import { createHash } from "node:crypto";
import { cp, readFile, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { exitCode, LabError, type Progress } from "@lab/core";
import { cacheFolder, withStage } from "../cache.ts";
import { ensureTools } from "../ensure.ts";
import { archiveName, type ChartRef, chartFolder } from "./chart-ref.ts";
import { assertChartsFolder, cachedArchive, exists } from "./find-charts.ts";
import { canReachRepository, pullChart } from "./pull-chart.ts";
import { type CrdOptions, renderCrds } from "./render-crds.ts";
import { assertIsChart, place, unpackChart } from "./unpack-chart.ts";

export interface WantedChart extends ChartRef {
	/** Expected SHA-256 of the archive, in hex. */
	readonly digest?: string | undefined;
	/** How to render the chart's CRDs. @default they are not rendered */
	readonly crds?: CrdOptions | undefined;
}

export interface FetchChartsOptions {
	/** Folder in which each chart is unpacked, as `<chart>-<version>/`. */
	readonly into: string;
	/** Folder with charts, packed or unpacked, which take precedence over repositories. */
	readonly folder?: string | undefined;
	/** Repository to use instead of the charts' own, `https://` or `oci://`. */
	readonly mirror?: string | undefined;
	readonly progress: Progress;
	readonly signal?: AbortSignal;
	/** @default the toolchain's cache */
	readonly cacheDir?: string;
}

export interface FetchedChart extends ChartRef {
	/** Path of the unpacked chart. */
	readonly path: string;
	/** SHA-256 of the archive, in hex. Undefined for a chart from an unpacked folder. */
	readonly digest?: string;
	/** Source of the chart. `there`: it was fetched before. */
	readonly from: "there" | "folder" | "cache" | "repository";
}

export interface FailedChart extends ChartRef {
	readonly reason: string;
	/** The repository or the faulty file. */
	readonly where: string;
}

/** File added to an unpacked chart, with the digest of its archive. */
const DIGEST_FILE = ".archive-sha256";

/**
 * Fetches and unpacks charts, one after another. Each chart is installed
 * atomically, so a call after an interruption resumes where it stopped.
 *
 * @returns charts that are now available, and charts that could not be fetched
 * @throws LabError `no-charts-folder`; the signal's reason
 */
export async function fetchCharts(
	wanted: readonly WantedChart[],
	options: FetchChartsOptions,
): Promise<{
	readonly fetched: readonly FetchedChart[];
	readonly failed: readonly FailedChart[];
}> {
	await assertChartsFolder(options.folder);
	const hosts = new Map<string, Promise<boolean>>();
	const canReachOnce = (ref: ChartRef): Promise<boolean> => {
		const { host } = new URL(ref.repo);
		const answer = hosts.get(host) ?? canReachRepository(ref);
		hosts.set(host, answer);
		return answer;
	};
	const fetched: FetchedChart[] = [];
	const failed: FailedChart[] = [];
	for (const [index, chart] of wanted.entries()) {
		options.signal?.throwIfAborted();
		const { digest: _digest, crds: _crds, ...ref } = chart;
		options.progress.step(
			`${chart.chart} ${chart.version} (${index + 1} of ${wanted.length})`,
		);
		try {
			fetched.push({
				...ref,
				...(await fetchChart(chart, options, canReachOnce)),
			});
		} catch (error) {
			options.signal?.throwIfAborted();
			if (!(error instanceof LabError)) throw error;
			const [{ what, where } = { what: error.message, where: "" }] =
				error.findings;
			failed.push({ ...ref, reason: what, where });
		}
	}
	return { fetched, failed };
}

async function fetchChart(
	chart: WantedChart,
	options: FetchChartsOptions,
	isRepositoryReachable: typeof canReachRepository,
): Promise<Omit<FetchedChart, keyof ChartRef>> {
	const path = join(options.into, chartFolder(chart));
	if (await exists(path)) {
		const digest = await readFile(join(path, DIGEST_FILE), "utf8").catch(
			() => undefined,
		);
		if (digest !== undefined) assertDigest(digest, chart, path);
		return { path, from: "there", ...(digest !== undefined && { digest }) };
	}
	const unpacked = join(options.folder ?? "", chartFolder(chart));
	if (options.folder !== undefined && (await exists(unpacked))) {
		await assertIsChart(unpacked, chart, unpacked);
		await withStage(join(options.into, ".."), async (stage) => {
			const copy = join(stage, basename(unpacked));
			await cp(unpacked, copy, { recursive: true });
			if (chart.crds) await renderCrds(helmOf(options), copy, chart.crds);
			await place(copy, path);
		});
		return { path, from: "folder" };
	}
	const { archive, from } = await archiveOf(
		chart,
		options,
		isRepositoryReachable,
	);
	const digest = createHash("sha256")
		.update(await readFile(archive))
		.digest("hex");
	await withStage(join(options.into, ".."), async (stage) => {
		const whole = join(stage, chartFolder(chart));
		try {
			assertDigest(digest, chart, archive);
			await unpackChart(archive, chart, whole, stage);
		} catch (error) {
			// Remove the archive from the cache, so that the next call downloads it again.
			if (from !== "folder") await rm(archive, { force: true });
			throw error;
		}
		if (chart.crds) await renderCrds(helmOf(options), whole, chart.crds);
		await writeFile(join(whole, DIGEST_FILE), digest);
		await place(whole, path);
	});
	return { path, digest, from };
}

async function archiveOf(
	chart: ChartRef,
	{
		folder,
		mirror,
		progress,
		signal,
		cacheDir = cacheFolder(),
	}: FetchChartsOptions,
	isRepositoryReachable: typeof canReachRepository,
): Promise<{ archive: string; from: "folder" | "cache" | "repository" }> {
	if (folder !== undefined) {
		const given = join(folder, archiveName(chart));
		if (await exists(given)) return { archive: given, from: "folder" };
	}
	const archive = cachedArchive(cacheDir, chart);
	if (await exists(archive)) return { archive, from: "cache" };
	const source = { ...chart, repo: (mirror ?? chart.repo).replace(/\/$/, "") };
	if (!(await isRepositoryReachable(source)))
		throw unavailable(`${new URL(source.repo).host} cannot be reached`, source);
	const helm = await helmOf({ progress, signal })();
	const failure = await pullChart(helm, source, cacheDir, archive, signal);
	if (failure !== undefined) throw unavailable(failure, source);
	return { archive, from: "repository" };
}

/** Installs Helm on first use: charts that are available already do not need it. */
const helmOf =
	({
		progress,
		signal,
	}: {
		readonly progress: Progress;
		readonly signal?: AbortSignal | undefined;
	}) =>
	async (): Promise<string> =>
		(await ensureTools(["helm"], { progress, ...(signal && { signal }) })).helm
			.path;

function assertDigest(
	digest: string,
	{ chart, version, digest: expected }: WantedChart,
	where: string,
): void {
	if (expected === undefined || expected === digest) return;
	throw new LabError({
		code: "wrong-digest",
		what: `the archive of ${chart} ${version} has SHA-256 ${digest}, but ${expected} was recorded`,
		where,
		help: "find out why the archive was replaced; to accept it, delete the recorded facts and fetch again",
		exit: exitCode.unavailable,
	});
}

const unavailable = (reason: string, { repo }: ChartRef) =>
	new LabError({
		code: "chart-unavailable",
		what: reason,
		where: repo,
		help: "try again with a network connection, or supply the chart in a folder with --charts",
		exit: exitCode.unavailable,
	});
