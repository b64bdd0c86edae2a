import { type Finding, fault } from "@lab/core";
import { apiGroupOf, titleOf } from "@lab/kubernetes";
import { isMap } from "../references/reference.ts";
import { expressionFault } from "../syntax/cel.ts";
import { eachObject } from "./_objects.ts";
import { placeOf } from "./_places.ts";
import type { Rule } from "./rule.ts";

/** API groups of policies, whose conditions and changes are in CEL. */
const groups: readonly string[] = [
	...["admissionregistration.k8s.io", "kyverno.io", "policies.kyverno.io"],
];

/** Every expression of a policy can be parsed. */
export const brokenExpression: Rule = {
	code: "broken-expression",
	check: (bundles) =>
		eachObject(bundles, (object, entry) => {
			if (!groups.includes(apiGroupOf(object))) return [];
			const found: Finding[] = [];
			const visit = (value: unknown, path: string): void => {
				if (Array.isArray(value))
					for (const [index, one] of value.entries())
						visit(one, `${path}[${index}]`);
				if (!isMap(value)) return;
				for (const [key, inner] of Object.entries(value)) {
					const at = `${path}.${key}`;
					const why =
						typeof inner === "string" && /expression$/i.test(key)
							? expressionFault(inner)
							: undefined;
					if (why !== undefined)
						found.push(
							fault({
								code: "broken-expression",
								what: `${at} of ${titleOf(object)} ${why}`,
								where: placeOf(entry, object, at),
								help: "correct the expression, which is in CEL",
							}),
						);
					visit(inner, at);
				}
			};
			visit(object.spec, "spec");
			return found;
		}),
};
