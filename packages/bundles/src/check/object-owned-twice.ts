import { fault } from "@lab/core";
import { identityOf } from "@lab/kubernetes";
import { mapOf } from "../references/reference.ts";
import type { RenderedBundle } from "../render.ts";
import type { Rule } from "./rule.ts";

/** Every object belongs to one bundle, and there to the chart or to us: two owners would overwrite each other forever. */
export const objectOwnedTwice: Rule = {
	code: "object-owned-twice",
	check: (bundles, platform) => {
		const clusterWide = clusterWideKinds([
			...(platform.objects ?? []),
			...bundles.flatMap(everyObject),
		]);
		const owners = new Map<string, string>();
		return bundles.flatMap((entry) =>
			ownedBy(entry).flatMap(({ owner, objects }) =>
				objects.flatMap((object) => {
					const identity = identityOf(object, entry.namespace, clusterWide);
					const first = owners.get(identity);
					owners.set(identity, first ?? owner);
					if (first === undefined) return [];
					return [
						fault({
							code: "object-owned-twice",
							what: `${identity} is in both ${first} and ${owner}`,
							where: entry.source,
							help: "keep it in one of them, and add that one to the needs of the other",
						}),
					];
				}),
			),
		);
	},
};

const ownedBy = ({ name, bundle, objects }: RenderedBundle) => {
	const { helm } = bundle.props;
	return [
		...(helm?.creates === undefined
			? []
			: [
					{
						owner: `chart ${helm.chart} of ${name}`,
						objects: helm.creates.objects,
					},
				]),
		{ owner: name, objects },
	];
};

const everyObject = (entry: RenderedBundle) =>
	ownedBy(entry).flatMap(({ objects }) => objects);

/** Kinds that the CRDs among some objects declare cluster-wide, as `Kind.group`. */
const clusterWideKinds = (
	objects: ReturnType<typeof everyObject>,
): ReadonlySet<string> =>
	new Set(
		objects
			.filter(({ kind }) => kind === "CustomResourceDefinition")
			.map(({ spec }) => mapOf(spec))
			.filter(({ scope }) => scope === "Cluster")
			.map(({ group, names }) => `${mapOf(names).kind}.${group}`),
	);
