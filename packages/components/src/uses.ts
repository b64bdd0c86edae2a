import { identityOf, namespaceOf, type RenderedTree } from "@lab/bundles";
import type { Environment } from "@lab/lab";
import type { Uses } from "@lab/lab/check";
import { type Component, sourceOf } from "./component.ts";

/** What components make of the facts, for the checks of the facts to judge. */
export function usesOf(
	components: readonly Component[],
	env: Environment,
	tree: RenderedTree,
): Uses {
	const sources = new Set(components.map(sourceOf));
	return {
		components: components.map(({ name }) => name),
		releases: components.flatMap((component) =>
			component.chart === undefined
				? []
				: [
						{
							where: sourceOf(component),
							namespace: component.namespace,
							chart: component.chart,
							values: component.values?.(env) ?? {},
						},
					],
		),
		objects: tree.bundles
			.filter(({ source }) => sources.has(source))
			.flatMap(({ source, namespace, objects }) =>
				objects.map((object) => ({
					where: `${source}: ${identityOf(object, namespace)}`,
					namespace: namespaceOf(object, namespace) ?? namespace,
					object,
				})),
			),
	};
}
