import {
	charts,
	type PlatformChart,
	platform,
	platformCharts,
	readCrds,
} from "@lab/lab";
import type { KubeObject } from "./kube-api.ts";
import { standInCrd } from "./stand-in-crds.ts";

/** A kind that some object of a tree is of. */
export interface UsedKind {
	readonly group: string;
	readonly kind: string;
	readonly version: string;
}

export function kindsUsed(objects: readonly KubeObject[]): UsedKind[] {
	const kinds = new Map<string, UsedKind>();
	for (const { apiVersion, kind } of objects) {
		const [group = "", version = ""] = apiVersion.split("/");
		if (apiVersion.includes("/"))
			kinds.set(`${group}/${version}/${kind}`, { group, kind, version });
	}
	return [...kinds.values()];
}

/** Kinds that k3s and provisioning bring to the lab, as far as a tree uses them. */
export const platformCrds = (used: readonly UsedKind[]): KubeObject[] =>
	crdsFor(
		used,
		platform.apiGroups.filter((group) => group !== "fleet.cattle.io"),
		Object.values(platformCharts),
	);

/** Kinds that charts would have brought which nobody could get. */
export const missingChartCrds = (
	used: readonly UsedKind[],
	groups: readonly string[],
): KubeObject[] => crdsFor(used, groups, Object.values(charts));

/** The charts' own descriptions where they are at hand, else stand-ins. */
function crdsFor(
	used: readonly UsedKind[],
	groups: readonly string[],
	known: readonly PlatformChart[],
): KubeObject[] {
	const wanted = new Map<string, UsedKind[]>();
	for (const one of used.filter(({ group }) => groups.includes(group))) {
		const key = `${one.group}/${one.kind}`;
		wanted.set(key, [...(wanted.get(key) ?? []), one]);
	}
	return [...wanted.values()].map((versions) => {
		const { group, kind } = versions[0] as UsedKind;
		const described = known
			.filter(({ crdGroups }) => crdGroups.includes(group))
			.flatMap((chart) => readCrds(chart, [kind]) as KubeObject[])
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
