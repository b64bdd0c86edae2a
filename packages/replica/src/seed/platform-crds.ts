import type { ReadObject } from "@lab/kubernetes";
import { type CrdChart, charts, crdCharts, platform, readCrds } from "@lab/lab";
import { standInCrd } from "./stand-in-crds.ts";

/** Kind of some object in a tree. */
export interface UsedKind {
	readonly group: string;
	readonly kind: string;
	readonly version: string;
}

export function kindsUsed(objects: readonly ReadObject[]): UsedKind[] {
	const kinds = new Map<string, UsedKind>();
	for (const { apiVersion, kind } of objects) {
		const [group = "", version = ""] = apiVersion.split("/");
		if (apiVersion.includes("/"))
			kinds.set(`${group}/${version}/${kind}`, { group, kind, version });
	}
	return [...kinds.values()];
}

/** CRDs that k3s and provisioning install in the lab, as far as a tree uses them. */
export const platformCrds = (used: readonly UsedKind[]): ReadObject[] =>
	crdsFor(
		used,
		platform.apiGroups.filter((group) => group !== "fleet.cattle.io"),
		Object.values(crdCharts),
	);

/** CRDs that unavailable charts would have installed, as far as a tree uses them. */
export const missingChartCrds = (
	used: readonly UsedKind[],
	groups: readonly string[],
): ReadObject[] => crdsFor(used, groups, Object.values(charts));

/** The charts' own CRDs where available, otherwise stand-ins. */
function crdsFor(
	used: readonly UsedKind[],
	groups: readonly string[],
	known: readonly CrdChart[],
): ReadObject[] {
	const wanted = new Map<string, UsedKind[]>();
	for (const one of used.filter(({ group }) => groups.includes(group))) {
		const key = `${one.group}/${one.kind}`;
		wanted.set(key, [...(wanted.get(key) ?? []), one]);
	}
	return [...wanted.values()].map((versions) => {
		const { group, kind } = versions[0] as UsedKind;
		const described = known
			.filter(({ crdGroups }) => crdGroups.includes(group))
			.flatMap((chart) => readCrds(chart, [kind]) as ReadObject[])
			.find(
				({ spec }) => (spec as { group: string } | undefined)?.group === group,
			);
		return (
			described ??
			standInCrd(
				group,
				kind,
				versions.map(({ version }) => version),
			)
		);
	});
}
