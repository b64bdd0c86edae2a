import { fault } from "@lab/core";
import { apiGroupOf, isBuiltInGroup } from "@lab/kubernetes";
import { availableTo, groupsDefinedBy } from "./_provided.ts";
import type { Rule } from "./rule.ts";

/** The CRD of every custom resource belongs to the platform or to a dependency of its bundle. */
export const customResourceWithoutCrd: Rule = {
	code: "custom-resource-without-crd",
	check: (bundles, platform) => {
		const definedFor = availableTo(bundles, groupsDefinedBy);
		return bundles.flatMap((entry) => {
			const known = new Set([...platform.crdGroups, ...definedFor(entry)]);
			return entry.objects
				.filter((object) => {
					const group = apiGroupOf(object);
					return !isBuiltInGroup(group) && !known.has(group);
				})
				.map(({ apiVersion, kind, metadata }) =>
					fault({
						code: "custom-resource-without-crd",
						what: `${kind} ${metadata.name} of ${entry.name} has no CRD: no dependency defines ${apiVersion}`,
						where: entry.source,
						help: "add the bundle that defines it to the needs",
					}),
				);
		});
	},
};
