import type { RenderedBundle, RenderedTree } from "@lab/bundles";
import { type Finding, fault } from "@lab/core";
import type { Component } from "./component.ts";
import {
	type Predecessor,
	predecessors,
	type Standing,
} from "./predecessors.ts";

type Predecessors = Readonly<Record<string, readonly Predecessor[]>>;

/** What is said to stand for something of vaclab-2 and is not in the tree. */
export function brokenParity(
	{ bundles }: Pick<RenderedTree, "bundles">,
	among: Predecessors = predecessors,
): Finding[] {
	const rendered = new Map(bundles.map((bundle) => [bundle.name, bundle]));
	return Object.entries(among).flatMap(([from, list]) =>
		list.flatMap(({ object, here }) => {
			if ("nothing" in here || stands(here, rendered.get(here.in))) return [];
			return [
				fault({
					code: "broken-parity",
					what: `${nameOf(here)} shall stand for ${object} of vaclab-2's ${from}, and is not there`,
					where: "packages/components/src/predecessors.ts",
					help: "name what stands for it now, or say why nothing does",
				}),
			];
		}),
	);
}

function stands(
	{ as, says }: Standing,
	bundle: RenderedBundle | undefined,
): boolean {
	if (bundle === undefined) return false;
	if (as !== undefined)
		return bundle.objects.some(
			({ kind, metadata }) => `${kind} ${metadata.name}` === as,
		);
	const { helm } = bundle.fleetYaml;
	if (helm?.repo === undefined) return false;
	return says === undefined || JSON.stringify(helm.values).includes(says);
}

const nameOf = ({ in: component, as, says }: Standing): string =>
	as ?? (says === undefined ? `the chart of ${component}` : `'${says}'`);

/** `docs/reports/parity.md`: what became of each object of vaclab-2, and what is new. */
export function parityReport(
	components: readonly Component[],
	among: Predecessors = predecessors,
): string {
	const all = Object.values(among).flat();
	const successors = new Set(
		all.flatMap(({ here }) => ("nothing" in here ? [] : [here.in])),
	);
	const without = all.filter(({ here }) => "nothing" in here).length;
	const fresh = components.filter(({ name }) => !successors.has(name));
	return `<!-- Written by 'pnpm lab parity report' from packages/components/src/predecessors.ts. Do not edit. -->

# What became of vaclab-2's objects

${Object.keys(among).length} bundles with ${all.length} objects: ${all.length - without} have something that stands for them here, ${without} have not. A test looks for each of them in the rendered tree.

${table(
	["vaclab-2's bundle", "object", "here", "difference, or why nothing"],
	Object.entries(among).flatMap(([from, list]) =>
		list.map(({ object, here }) =>
			"nothing" in here
				? [from, object, "nothing", here.nothing]
				: [
						from,
						object,
						`${here.in}: ${here.as ?? here.says ?? "its chart"}`,
						here.but ?? "",
					],
		),
	),
)}
## New here

${table(
	["component", "what for"],
	fresh.map(({ name, purpose }) => [name, purpose]),
)}`;
}

function table(
	head: readonly string[],
	rows: readonly (readonly string[])[],
): string {
	return [head, head.map(() => "---"), ...rows]
		.map((cells) => `| ${cells.join(" | ")} |\n`)
		.join("");
}
