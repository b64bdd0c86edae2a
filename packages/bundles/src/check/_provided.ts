import type { RenderedBundle } from "../render.ts";

export { groupsDefinedBy } from "../groups.ts";

/** Collects what a bundle and all its dependencies provide. */
export function availableTo<T>(
	bundles: readonly RenderedBundle[],
	providedBy: (bundle: RenderedBundle) => readonly T[],
): (entry: RenderedBundle) => T[] {
	const rendered = new Map(bundles.map((entry) => [entry.bundle, entry]));
	return (entry) => [
		...providedBy(entry),
		...[...entry.bundle.allNeeds].flatMap((need) => {
			const found = rendered.get(need);
			return found === undefined ? [] : providedBy(found);
		}),
	];
}

export const namespacesCreatedBy = ({
	namespace,
	objects,
}: RenderedBundle): string[] => [
	namespace,
	...objects
		.filter(({ kind }) => kind === "Namespace")
		.map(({ metadata }) => metadata.name),
];
