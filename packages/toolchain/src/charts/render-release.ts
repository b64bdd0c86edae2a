import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fromYamlStream, run } from "@lab/core";

export interface RenderedRelease {
	/** Folder of the unpacked chart, with its templates and sub-charts. */
	readonly chart: string;
	readonly release: string;
	readonly namespace: string;
	readonly values: unknown;
	/** Version of the API server for which the chart is rendered. */
	readonly kubernetes: string;
}

/** Whether an unpacked chart has what Helm needs to render it: some are only facts. */
export async function hasTemplates(chart: string): Promise<boolean> {
	const folders = await readdir(chart);
	return folders.includes("templates") || folders.includes("charts");
}

/**
 * Renders a release with Helm, without installing it.
 *
 * @param helm path of the program
 * @returns its objects, with the CRDs in the chart's templates, and their text
 * @throws LabError `command-failed` if Helm cannot render it, `invalid-yaml`
 */
export async function renderRelease(
	helm: string,
	{ chart, release, namespace, values, kubernetes }: RenderedRelease,
	signal?: AbortSignal,
): Promise<{ readonly objects: unknown[]; readonly manifest: string }> {
	const folder = await mkdtemp(join(tmpdir(), "release-"));
	try {
		const file = join(folder, "values.json");
		await writeFile(file, JSON.stringify(values));
		const { stdout } = await run(
			helm,
			[
				...["template", release, chart, "--namespace", namespace],
				...["--values", file, "--kube-version", kubernetes, "--skip-tests"],
			],
			{ timeout: "2m", ...(signal && { signal }) },
		);
		return {
			objects: fromYamlStream(stdout, chart).filter(
				(object) => object !== null,
			),
			manifest: stdout,
		};
	} finally {
		await rm(folder, { recursive: true });
	}
}
