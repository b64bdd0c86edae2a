import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fromYamlStream, run, toYaml } from "@lab/core";

export interface CrdOptions {
	/** Version of the API server for which the chart is rendered. */
	readonly kubernetes: string;
	/** Values that the chart needs to include its CRDs, such as `crds.enabled=true`. */
	readonly set: readonly string[];
}

interface Crd {
	readonly kind: string;
	readonly spec: {
		readonly group: string;
		readonly names: { readonly plural: string };
	};
}

/**
 * Renders the CRDs in the templates of an unpacked chart and its subcharts, and
 * writes them to the chart's folder as `crds-rendered/<group>_<plural>.yaml`.
 * Skips charts with a `crds` folder, which need no rendering, and charts without
 * templates.
 *
 * @throws LabError `command-failed` if Helm cannot render the chart
 */
export async function renderCrds(
	helm: () => Promise<string>,
	chart: string,
	{ kubernetes, set }: CrdOptions,
): Promise<void> {
	const folders = await readdir(chart);
	if (folders.some((name) => name.startsWith("crds"))) return;
	if (!["templates", "charts"].some((name) => folders.includes(name))) return;
	const { stdout } = await run(
		await helm(),
		[
			...["template", "release", chart, "--include-crds"],
			...["--kube-version", kubernetes],
			...set.flatMap((value) => ["--set", value]),
		],
		{ timeout: "2m" },
	);
	const crds = (fromYamlStream(stdout, chart) as (Crd | null)[]).filter(
		(object) => object?.kind === "CustomResourceDefinition",
	) as Crd[];
	const folder = join(chart, "crds-rendered");
	if (crds.length > 0) await mkdir(folder);
	for (const crd of crds)
		await writeFile(
			join(folder, `${crd.spec.group}_${crd.spec.names.plural}.yaml`),
			toYaml(crd),
		);
}
