import { type Finding, fault } from "@lab/core";
import {
	identityOf,
	namespaceOf,
	type ReadObject,
	type Refusal,
	refusedChanges,
	titleOf,
} from "@lab/kubernetes";
import { placeOf } from "../place.ts";
import type { RenderedBundle } from "../render.ts";
import type { CommittedBundle } from "./rule.ts";

/** Findings of one code on objects that both bundles have. */
export const objectFindings = (
	code: Refusal["code"],
	{ objects }: CommittedBundle,
	is: RenderedBundle,
): Finding[] =>
	is.objects.flatMap((object) => {
		const before = objects.get(identityOf(object, is.namespace));
		if (before === undefined) return [];
		return refusedChanges(before, inNamespace(object, is.namespace))
			.filter((refusal) => refusal.code === code)
			.map(({ path, what, help }) =>
				fault({
					code,
					what: `${path} of ${titleOf(object)} ${what}`,
					where: placeOf(is, object, path),
					help,
				}),
			);
	});

/** As the API server gets the object. Its namespace is no difference, since it is part of the identity. */
function inNamespace(object: ReadObject, otherwise: string): ReadObject {
	const namespace = namespaceOf(object, otherwise);
	return {
		...(JSON.parse(JSON.stringify(object)) as ReadObject),
		metadata: {
			...object.metadata,
			...(namespace !== undefined && { namespace }),
		},
	};
}
