import type { TreeBundle } from "../../rollout/read-tree.ts";

/** Bundles of two trees that are not the same in both, in the order in which Fleet rolls them out. */
export function changedBundles(
	before: readonly TreeBundle[],
	after: readonly TreeBundle[],
): [TreeBundle[], TreeBundle[]] {
	const textOf = ({ fleetYaml, files }: TreeBundle) =>
		JSON.stringify([fleetYaml, [...files].sort()]);
	const missingIn = (bundles: readonly TreeBundle[]) => {
		const texts = new Map(bundles.map((one) => [one.folder, textOf(one)]));
		return (one: TreeBundle) => texts.get(one.folder) !== textOf(one);
	};
	return [
		inOrder(before.filter(missingIn(after))),
		inOrder(after.filter(missingIn(before))),
	];
}

/** Dependencies first. */
function inOrder(bundles: readonly TreeBundle[]): TreeBundle[] {
	const byName = new Map(bundles.map((bundle) => [bundle.name, bundle]));
	const ordered = new Set<TreeBundle>();
	const seen = new Set<TreeBundle>();
	const visit = (bundle: TreeBundle) => {
		if (seen.has(bundle)) return;
		seen.add(bundle);
		for (const { name = "" } of bundle.fleetYaml.dependsOn ?? []) {
			const need = byName.get(name);
			if (need !== undefined) visit(need);
		}
		ordered.add(bundle);
	};
	for (const bundle of bundles) visit(bundle);
	return [...ordered];
}
