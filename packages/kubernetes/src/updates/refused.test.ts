import fc from "fast-check";
import { test } from "vitest";
import type { ReadObject } from "../object.ts";
import { kindIds } from "../schemas.ts";
import { refusedChanges } from "./refused.ts";

const fields = [
	...["spec", "data", "immutable", "type", "selector", "template", "versions"],
	...["clusterIP", "clusterIPs", "ipFamilies", "scopes", "containers", "image"],
	...["resources", "requests", "storage", "parameters", "roleRef", "name"],
	...["volumeClaimTemplates", "suspend", "completions", "tolerations"],
];

const anyValue = fc.letrec((tie) => ({
	value: fc.oneof(
		{ maxDepth: 5 },
		fc.constant(null),
		fc.string(),
		fc.integer(),
		fc.boolean(),
		fc.array(tie("value"), { maxLength: 3 }),
		fc.dictionary(fc.constantFrom(...fields), tie("value"), {
			maxKeys: 5,
			noNullPrototype: true,
		}),
	),
})).value;

const anyFields = fc.dictionary(fc.constantFrom(...fields), anyValue, {
	noNullPrototype: true,
});

test("for all changes of objects: a change is reported or not, and an unchanged object never", () => {
	fc.assert(
		fc.property(
			fc.constantFrom(...kindIds),
			anyFields,
			anyFields,
			(id, was, is) => {
				const cut = id.lastIndexOf("/");
				const [before, after] = [was, is].map((given) => ({
					...given,
					apiVersion: id.slice(0, cut),
					kind: id.slice(cut + 1),
					metadata: { name: "one" },
				})) as unknown as [ReadObject, ReadObject];
				refusedChanges(before, after);
				return refusedChanges(after, structuredClone(after)).length === 0;
			},
		),
		{ numRuns: 5000 },
	);
});
