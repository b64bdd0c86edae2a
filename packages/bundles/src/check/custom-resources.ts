import { fault } from "@lab/core";
import { groupOf, isBuiltIn, type Manifest } from "../manifest.ts";
import type { RenderedBundle } from "../render.ts";
import type { Check } from "./check.ts";

const groupsDefinedBy = (objects: readonly Manifest[]): string[] =>
	objects
		.filter(({ kind }) => kind === "CustomResourceDefinition")
		.map(({ spec }) => (spec as { group: string }).group);

const groupsBroughtBy = ({ bundle, objects }: RenderedBundle): string[] => [
	...groupsDefinedBy(objects),
	...(bundle.props.helm?.crdGroups ?? []),
];

/** A custom resource never stands beside its CRD: Helm maps all kinds before it makes any. */
export const customResourceBesideCrd: Check = (bundles) =>
	bundles.flatMap((rendered) => {
		const groups = new Set(groupsBroughtBy(rendered));
		return rendered.objects
			.filter((object) => groups.has(groupOf(object)))
			.map(({ kind, metadata }) =>
				fault({
					code: "custom-resource-beside-crd",
					what: `${rendered.name} holds ${kind} ${metadata.name} and brings its CRD too`,
					where: rendered.source,
					help: "put the object into a bundle of its own that needs this one",
				}),
			);
	});

/** A custom resource's CRD comes with the platform or with a bundle that is needed. */
export const customResourceWithoutCrd: Check = (bundles, platform) => {
	const rendered = new Map(bundles.map((entry) => [entry.bundle, entry]));
	return bundles.flatMap((entry) => {
		const known = new Set([
			...platform.crdGroups,
			...groupsBroughtBy(entry),
			...[...entry.bundle.allNeeds].flatMap((need) => {
				const found = rendered.get(need);
				return found === undefined ? [] : groupsBroughtBy(found);
			}),
		]);
		return entry.objects
			.filter((object) => {
				const group = groupOf(object);
				return !isBuiltIn(group) && !known.has(group);
			})
			.map(({ apiVersion, kind, metadata }) =>
				fault({
					code: "custom-resource-without-crd",
					what: `nothing that ${entry.name} needs brings ${kind} (${apiVersion}) of ${metadata.name}`,
					where: entry.source,
					help: "need the bundle whose chart or object defines it",
				}),
			);
	});
};
