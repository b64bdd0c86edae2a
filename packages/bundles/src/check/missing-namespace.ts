import { fault } from "@lab/core";
import { namespaceOf, titleOf } from "@lab/kubernetes";
import { availableTo, namespacesCreatedBy } from "./_provided.ts";
import type { Rule } from "./rule.ts";

/** The namespace of every object exists before its bundle, or is created by it. */
export const missingNamespace: Rule = {
	code: "missing-namespace",
	check: (bundles, platform) => {
		const createdFor = availableTo(bundles, namespacesCreatedBy);
		return bundles.flatMap((entry) => {
			const known = new Set([...platform.namespaces, ...createdFor(entry)]);
			return entry.objects.flatMap((object) => {
				const namespace = namespaceOf(object, entry.namespace);
				if (namespace === undefined || known.has(namespace)) return [];
				return [
					fault({
						code: "missing-namespace",
						what: `${entry.name} puts ${titleOf(object)} into ${namespace}, which may not exist yet`,
						where: entry.source,
						help: `add the bundle that creates ${namespace} to the needs`,
					}),
				];
			});
		});
	},
};
