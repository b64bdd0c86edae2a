import { type FileTree, toYaml } from "@lab/core";
import { type ChartRef, chartId } from "@lab/toolchain";
import type { FleetYaml, TreeBundle } from "./read-tree.ts";

/** Chart that a bundle installs from a repository, if any. */
export function chartOf({ fleetYaml }: TreeBundle): ChartRef | undefined {
	const { repo, chart, version } = fleetYaml.helm ?? {};
	if (repo === undefined || chart === undefined || version === undefined)
		return undefined;
	return { repo, chart, version };
}

export interface Staged {
	/** Tree for Fleet to read. */
	readonly tree: FileTree;
	/** Reason for each skipped bundle, by name. */
	readonly skipped: Readonly<Record<string, string>>;
}

/**
 * Rewrites a tree so that it can be rolled out on this machine: charts are
 * served locally, and bundles whose chart is unavailable are skipped and
 * removed from `dependsOn`.
 *
 * @param charts IDs of the available charts
 * @param repository URL that serves them; without it each chart keeps its own repository
 */
export function stage(
	bundles: readonly TreeBundle[],
	charts: ReadonlySet<string>,
	repository?: string,
): Staged {
	const skipped: Record<string, string> = {};
	for (const bundle of bundles) {
		const chart = chartOf(bundle);
		if (chart !== undefined && !charts.has(chartId(chart)))
			skipped[bundle.name] = "chart not reachable";
	}
	const tree = new Map<string, string>();
	for (const { name, folder, fleetYaml, files } of bundles) {
		if (skipped[name] !== undefined) continue;
		for (const [path, text] of files) tree.set(`${folder}/${path}`, text);
		tree.set(
			`${folder}/fleet.yaml`,
			toYaml(staged(fleetYaml, skipped, repository)),
		);
	}
	return { tree, skipped };
}

function staged(
	fleetYaml: FleetYaml,
	skipped: Readonly<Record<string, string>>,
	repository: string | undefined,
): FleetYaml {
	const { dependsOn, ...rest } = fleetYaml;
	const needs = (dependsOn ?? []).filter(
		({ name }) => name === undefined || skipped[name] === undefined,
	);
	return {
		...rest,
		...(needs.length > 0 && { dependsOn: needs }),
		...(rest.helm?.repo !== undefined &&
			repository !== undefined && {
				helm: { ...rest.helm, repo: repository },
			}),
	};
}
