import { mkdir, readdir, rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import process from "node:process";
import { tryRun } from "@lab/core";
import { withStage } from "../cache.ts";
import { isReachable } from "../reachable.ts";
import type { ChartRef } from "./chart-ref.ts";

/**
 * Downloads one chart with Helm, atomically.
 *
 * @param cache folder on the same file system as `archive`
 * @param archive path of the file to write
 * @returns Helm's error message, or undefined on success
 */
export const pullChart = (
	helm: string,
	{ repo, chart, version }: ChartRef,
	cache: string,
	archive: string,
	signal?: AbortSignal,
): Promise<string | undefined> =>
	withStage(cache, async (stage) => {
		const source = repo.startsWith("oci://")
			? [`${repo}/${chart}`, ...(isLoopback(repo) ? ["--plain-http"] : [])]
			: [chart, "--repo", repo];
		const { exit, stdout, stderr } = await tryRun(
			helm,
			["pull", ...source, "--version", version, "--destination", stage],
			{ timeout: "5m", ...(signal && { signal }) },
		);
		// A version may be published as v1.2.3, which is then part of the file's name.
		const [file] = await readdir(stage);
		if (exit !== 0 || file === undefined)
			return `${stderr}${stdout}`.trim().replace(/^Error: /, "");
		await mkdir(dirname(archive), { recursive: true });
		await rename(join(stage, file), archive);
		return undefined;
	});

/** Whether a registry is on loopback and therefore used without TLS, as container engines do. */
const isLoopback = (url: string): boolean =>
	/^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(new URL(url).hostname);

/** Whether the repository of a chart is reachable; takes two seconds at most. */
export const canReachRepository = async ({
	repo,
}: ChartRef): Promise<boolean> =>
	// Behind a proxy a direct connection proves nothing.
	(process.env.HTTPS_PROXY ?? process.env.https_proxy) !== undefined ||
	isReachable(repo);
