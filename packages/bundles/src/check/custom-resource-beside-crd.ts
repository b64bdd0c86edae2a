import { fault } from "@lab/core";
import { apiGroupOf } from "@lab/kubernetes";
import { groupsDefinedBy } from "./_provided.ts";
import type { Rule } from "./rule.ts";

/** No bundle has both a custom resource and its CRD, since Helm looks up all kinds before it creates any object. */
export const customResourceBesideCrd: Rule = {
	code: "custom-resource-beside-crd",
	check: (bundles) =>
		bundles.flatMap((rendered) => {
			const groups = new Set(groupsDefinedBy(rendered));
			return rendered.objects
				.filter((object) => groups.has(apiGroupOf(object)))
				.map(({ kind, metadata }) =>
					fault({
						code: "custom-resource-beside-crd",
						what: `${rendered.name} contains both ${kind} ${metadata.name} and its CRD`,
						where: rendered.source,
						help: "move the object to a separate bundle that needs this one",
					}),
				);
		}),
};
