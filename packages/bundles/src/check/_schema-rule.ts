import { fault } from "@lab/core";
import {
	type Mismatch,
	type MismatchCode,
	type ReadObject,
	titleOf,
	validate,
} from "@lab/kubernetes";
import { eachObject } from "./_objects.ts";
import { placeOf } from "./_places.ts";
import type { Rule } from "./rule.ts";

/** Caches, so that all rules share the validation of an object, as do environments with equal objects. */
const byObject = new WeakMap<ReadObject, readonly Mismatch[]>();
const byContent = new Map<string, readonly Mismatch[]>();

function mismatchesOf(object: ReadObject): readonly Mismatch[] {
	const known = byObject.get(object);
	if (known !== undefined) return known;
	const text = JSON.stringify(object);
	const found = byContent.get(text) ?? validate(object) ?? [];
	byContent.set(text, found);
	byObject.set(object, found);
	return found;
}

/** Rule that reports one kind of mismatch between objects and the schemas of their kinds. */
export const schemaRule = <C extends MismatchCode>(code: C): Rule => ({
	code,
	check: (bundles) =>
		eachObject(bundles, (object, entry) =>
			mismatchesOf(object)
				.filter((mismatch) => mismatch.code === code)
				.map(({ path, what, help }) =>
					fault({
						code,
						what: `${path} of ${titleOf(object)} ${what}`,
						where: placeOf(entry, object, path),
						help,
					}),
				),
		),
});
