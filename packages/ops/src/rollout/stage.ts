import { type FileTree, toYaml } from "@lab/core";
import { type ChartRef, chartId } from "./charts.ts";
import type { FleetYaml, TreeBundle } from "./read-tree.ts";

/** The chart that a bundle installs, when it comes from a repository. */
export function chartOf({ fleetYaml }: TreeBundle): ChartRef | undefined {
	const { repo, chart, version } = fleetYaml.helm ?? {};
	if (repo === undefined || chart === undefined || version === undefined)
		return undefined;
	return { repo, chart, version };
}

export interface Staged {
	/** The tree as Fleet shall read it. */
	readonly tree: FileTree;
	/** Bundles that are left out, with the reason. */
	readonly skipped: Readonly<Record<string, string>>;
}

/**
 * A tree that can be rolled out here: charts come from this machine, bundles
 * whose chart nobody has are left out, and nobody waits for those.
 *
 * @param charts ids of those that are at hand
 * @param repository where these are served; without it each comes from its own
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
