import type { RenderedBundle, RenderedTree } from "@lab/bundles";
import { type Finding, fault, markdownTable } from "@lab/core";
import type { Component } from "./component.ts";
import {
	type Predecessor,
	predecessors,
	type Replacement,
} from "./predecessors.ts";

type Predecessors = Readonly<Record<string, readonly Predecessor[]>>;

/** Declared replacements for objects of vaclab-2 that are not in the rendered tree. */
export function missingReplacements(
	{ bundles }: Pick<RenderedTree, "bundles">,
	among: Predecessors = predecessors,
): Finding[] {
	const rendered = new Map(bundles.map((bundle) => [bundle.name, bundle]));
	return Object.entries(among).flatMap(([from, list]) =>
		list.flatMap(({ object, replacement }) => {
			if (
				"none" in replacement ||
				exists(replacement, rendered.get(replacement.component))
			)
				return [];
			return [
				fault({
					code: "missing-successor",
					what: `${nameOf(replacement)} should replace ${object} of vaclab-2's ${from}, but does not exist`,
					where: "packages/components/src/predecessors.ts",
					help: "name its replacement, or the reason for having none",
				}),
			];
		}),
	);
}

function exists(
	{ object, valuesContain }: Replacement,
	bundle: RenderedBundle | undefined,
): boolean {
	if (bundle === undefined) return false;
	if (object !== undefined)
		return bundle.objects.some(
			({ kind, metadata }) => `${kind} ${metadata.name}` === object,
		);
	const { helm } = bundle.fleetYaml;
	if (helm?.repo === undefined) return false;
	return (
		valuesContain === undefined ||
		JSON.stringify(helm.values).includes(valuesContain)
	);
}

const nameOf = ({ component, object, valuesContain }: Replacement): string =>
	object ??
	(valuesContain === undefined
		? `the chart of ${component}`
		: `'${valuesContain}'`);

/** Renders `docs/reports/vaclab-2.md`: the replacement of each object of vaclab-2, and new components. */
export function vaclab2Report(
	components: readonly Component[],
	among: Predecessors = predecessors,
): string {
	const all = Object.values(among).flat();
	const successors = new Set(
		all.flatMap(({ replacement }) =>
			"none" in replacement ? [] : [replacement.component],
		),
	);
	const without = all.filter(({ replacement }) => "none" in replacement).length;
	const added = components.filter(({ name }) => !successors.has(name));
	return `<!-- Written by 'pnpm lab report vaclab-2' from packages/components/src/predecessors.ts. Do not edit. -->

# Replacements of vaclab-2's objects

vaclab-2 has ${Object.keys(among).length} bundles with ${all.length} objects: ${all.length - without} have a replacement in this repository, ${without} have none. A test checks that each replacement is in the rendered tree.

${markdownTable(
	["vaclab-2's bundle", "object", "replacement", "difference, or reason"],
	Object.entries(among).flatMap(([from, list]) =>
		list.map(({ object, replacement }) =>
			"none" in replacement
				? [from, object, "none", replacement.none]
				: [
						from,
						object,
						`${replacement.component}: ${replacement.object ?? replacement.valuesContain ?? "its chart"}`,
						replacement.difference ?? "",
					],
		),
	),
)}

## New components

${markdownTable(
	["component", "purpose"],
	added.map(({ name, purpose }) => [name, purpose]),
)}
`;
}
