import type { Progress } from "@lab/core";
import {
	type ChartRef,
	chartId,
	ensureTools,
	findCharts,
} from "@lab/toolchain";
import type { TreeBundle } from "../../rollout/read-tree.ts";
import { chartOf } from "../../rollout/stage.ts";
import type { Folder } from "../../state/folder.ts";
import { withPlane } from "../plane.ts";
import { changedBundles } from "./changed-bundles.ts";
import { type Charts, type Release, releaseOf } from "./release.ts";
import { replay } from "./replay.ts";
import { nothingChanged, type UpgradeRehearsal } from "./upgrade-rehearsal.ts";

export interface UpgradeOptions {
	/** Folder with the lock; the control plane's own folder is inside it. */
	readonly folder: Folder;
	/** Folder of chart archives, which take precedence over repositories. */
	readonly charts?: string | undefined;
	readonly progress: Progress;
	readonly signal?: AbortSignal;
}

/**
 * Rehearses the change from one tree to another on a real API server: applies
 * the old tree, then the new one, object by object. Takes only bundles that
 * differ, and none that are parked, whose objects exist only during a run.
 */
export async function rehearseUpgrade(
	before: readonly TreeBundle[],
	after: readonly TreeBundle[],
	options: UpgradeOptions,
): Promise<UpgradeRehearsal> {
	const deployed = [before, after].map((bundles) =>
		bundles.filter(({ fleetYaml }) => fleetYaml.overrideTargets === undefined),
	) as [TreeBundle[], TreeBundle[]];
	const [old, next] = changedBundles(...deployed);
	if (old.length + next.length === 0) return nothingChanged;
	const charts = await chartsOf([...old, ...next], options);
	const releases = async (bundles: readonly TreeBundle[]) => {
		const rendered: Release[] = [];
		for (const bundle of bundles) {
			options.progress.step(`rendering ${bundle.name}`);
			rendered.push(await releaseOf(bundle, charts, options.signal));
		}
		return rendered;
	};
	const [was, is] = [await releases(old), await releases(next)];
	return withPlane({ ...options, times: 0 }, (api) =>
		replay(api, was, is, options),
	);
}

/** @returns undefined if none of the bundles' charts is at hand */
async function chartsOf(
	bundles: readonly TreeBundle[],
	{ charts, progress }: UpgradeOptions,
): Promise<Charts | undefined> {
	const refs = new Map<string, ChartRef>(
		bundles.flatMap((bundle) => {
			const ref = chartOf(bundle);
			return ref === undefined ? [] : [[chartId(ref), ref] as const];
		}),
	);
	if (refs.size === 0) return undefined;
	const archives = await findCharts([...refs.values()], {
		folder: charts,
		progress,
	});
	if (archives.size === 0) return undefined;
	const { helm } = await ensureTools(["helm"], { progress });
	return { helm: helm.path, archives };
}
