import type { RenderedBundle } from "./render.ts";

/** API groups of the CRDs among a bundle's objects or in its chart. */
export const groupsDefinedBy = ({
	bundle,
	objects,
}: RenderedBundle): string[] => [
	...objects
		.filter(({ kind }) => kind === "CustomResourceDefinition")
		.flatMap(({ spec }) => {
			const { group } = (spec ?? {}) as { group?: unknown };
			return typeof group === "string" ? [group] : [];
		}),
	...(bundle.props.helm?.crdGroups ?? []),
];
