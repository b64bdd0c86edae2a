import { fault, isDnsLabel } from "@lab/core";
import type { Rule } from "./rule.ts";

/** Every bundle's namespace has a valid name. */
export const releaseNamespace: Rule = {
	code: "release-namespace",
	check: (bundles) =>
		bundles
			.filter(({ namespace }) => !isDnsLabel(namespace))
			.map(({ name, namespace, source }) =>
				fault({
					code: "release-namespace",
					what: `${name} uses the namespace '${namespace}' (${namespace.length} characters), which is not a valid name`,
					where: source,
					help: "use at most 63 characters of a-z, 0-9 and dashes, with a letter or digit at both ends",
				}),
			),
};
