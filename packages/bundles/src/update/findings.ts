import type { FileTree, Finding } from "@lab/core";
import { identityOf, type ReadObject } from "@lab/kubernetes";
import { ruledChanges } from "@lab/kubernetes/cel";
import { byFolder, sameFiles, tryRead } from "../bundle-files.ts";
import { findingsOfRules, placeIn } from "../crd-rules.ts";
import type { FleetYaml } from "../fleet-yaml.ts";
import { KUSTOMIZATION, type RenderedBundle } from "../render.ts";
import { updateRules } from "./registry.ts";
import type { CommittedBundle } from "./rule.ts";

/**
 * Checks what the cluster would say to the change from one tree to another.
 * A bundle that is installed anew is not checked, and neither is a parked one,
 * whose objects exist only during a run.
 *
 * @param before committed files, by path relative to the tree
 */
export const updateFindings = (
	before: FileTree,
	after: readonly RenderedBundle[],
): Finding[] =>
	upgrades(before, after).flatMap(([was, is]) =>
		updateRules.flatMap(({ check }) => check(was, is)),
	);

/**
 * Findings about changes of custom resources that break a CEL rule of their CRD,
 * under the same conditions. They are apart, because the interpreter of CEL is
 * loaded only for a kind with such a rule.
 */
export const changeRuleFindings = (
	before: FileTree,
	after: readonly RenderedBundle[],
): Promise<Finding[]> =>
	findingsOfRules(
		upgrades(before, after).flatMap(([was, entry]) =>
			entry.objects.flatMap((object) => {
				const old = was.objects.get(identityOf(object, entry.namespace));
				return old === undefined
					? []
					: ruledChanges(old, object).map((value) => ({
							...value,
							...placeIn(entry, object, value.path),
						}));
			}),
		),
	);

/** Bundles that stay the same release and change, with what was committed. */
function upgrades(
	before: FileTree,
	after: readonly RenderedBundle[],
): [CommittedBundle, RenderedBundle][] {
	const folders = byFolder(before);
	return after.flatMap((bundle) => {
		const files = folders.get(bundle.folder);
		if (files === undefined || sameFiles(files, bundle.files)) return [];
		const was = committedBundle(bundle.folder, files);
		return was === undefined || !isUpgrade(was.fleetYaml, bundle.fleetYaml)
			? []
			: [[was, bundle]];
	});
}

function committedBundle(
	folder: string,
	files: FileTree,
): CommittedBundle | undefined {
	const read = tryRead(folder, files);
	const fleetYaml = read?.get("fleet.yaml") as FleetYaml | undefined;
	if (read === undefined || fleetYaml === undefined) return undefined;
	const objects = [...read].filter(
		([name]) => name !== "fleet.yaml" && name !== KUSTOMIZATION,
	) as [string, ReadObject][];
	return { fleetYaml, objects: new Map(objects) };
}

/** Whether the same release stays, rather than another one being installed. */
const isUpgrade = (was: FleetYaml, is: FleetYaml): boolean =>
	was.name === is.name &&
	was.defaultNamespace === is.defaultNamespace &&
	was.namespace === is.namespace &&
	was.helm?.releaseName === is.helm?.releaseName &&
	[was, is].every(({ overrideTargets }) => overrideTargets === undefined);
