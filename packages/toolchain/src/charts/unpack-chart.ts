import { mkdir, readdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { exitCode, fromYaml, LabError, run } from "@lab/core";
import { withStage } from "../cache.ts";
import type { ChartRef } from "./chart-ref.ts";

/**
 * Unpacks a chart archive and the archives of subcharts inside it, atomically.
 *
 * @param folder destination; its parent is created
 * @param scratch existing folder on the same file system, for temporary files
 * @throws LabError `wrong-chart` if it contains another chart or version than `ref`, `command-failed` if it is not an archive
 */
export const unpackChart = (
	archive: string,
	ref: ChartRef,
	folder: string,
	scratch: string,
): Promise<void> =>
	withStage(scratch, async (stage) => {
		await extract(archive, stage);
		const [top = ""] = await readdir(stage);
		const chart = join(stage, top);
		await assertIsChart(chart, ref, archive);
		await unpackSubcharts(chart);
		await place(chart, folder);
	});

const extract = (archive: string, into: string) =>
	run("tar", ["--no-same-owner", "-xzf", archive, "-C", into], {
		timeout: "2m",
	});

/** Unpacks subcharts, which Helm leaves packed if they were archives. */
async function unpackSubcharts(chart: string): Promise<void> {
	const folder = join(chart, "charts");
	const entries = await readdir(folder, { withFileTypes: true }).catch(absent);
	for (const entry of entries) {
		const path = join(folder, entry.name);
		if (!entry.name.endsWith(".tgz")) continue;
		await extract(path, folder);
		await rm(path);
	}
	for (const entry of await readdir(folder, { withFileTypes: true }).catch(
		absent,
	))
		if (entry.isDirectory()) await unpackSubcharts(join(folder, entry.name));
}

function absent(error: NodeJS.ErrnoException): [] {
	if (error.code === "ENOENT") return [];
	throw error;
}

/**
 * Checks name and version in `Chart.yaml`, where the version may have a leading `v`.
 *
 * @throws LabError `wrong-chart`
 */
export async function assertIsChart(
	folder: string,
	{ chart, version }: ChartRef,
	source: string,
): Promise<void> {
	const file = join(folder, "Chart.yaml");
	const text = await readFile(file, "utf8").catch(() => undefined);
	const about = (text === undefined ? {} : fromYaml(text, file)) as {
		readonly name?: string;
		readonly version?: string;
	};
	if (about.name === chart && withoutV(about.version) === withoutV(version))
		return;
	throw new LabError({
		code: "wrong-chart",
		what:
			about.name === undefined
				? "it contains no Chart.yaml"
				: `it contains the chart ${about.name} ${about.version}, not ${chart} ${version}`,
		where: source,
		help: "delete the file, or replace it with the right one",
		exit: exitCode.unavailable,
	});
}

const withoutV = (version: string | undefined) => version?.replace(/^v/, "");

/** Moves a finished folder to its destination, unless another process has put it there meanwhile. */
export async function place(from: string, to: string): Promise<void> {
	await mkdir(join(to, ".."), { recursive: true });
	await rename(from, to).catch((error: NodeJS.ErrnoException) => {
		if (error.code !== "ENOTEMPTY" && error.code !== "EEXIST") throw error;
	});
}
