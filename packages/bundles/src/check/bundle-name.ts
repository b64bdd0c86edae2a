import { fault, isDnsLabel } from "@lab/core";
import type { Rule } from "./rule.ts";

/** Fleet uses the name as a label value, release name and Secret name. It truncates a name of more than 53 characters, and then uninstalls the bundle in a loop. */
const MAX_LENGTH = 53;

/** Every bundle has a name that Fleet does not change. */
export const bundleName: Rule = {
	code: "bundle-name",
	check: (bundles) =>
		bundles
			.filter(
				({ name }) => !isDnsLabel(name, MAX_LENGTH) || name.includes("--"),
			)
			.map(({ name, source }) =>
				fault({
					code: "bundle-name",
					what: `'${name}' (${name.length} characters) is not a valid name of a bundle`,
					where: source,
					help: `use at most ${MAX_LENGTH} characters of a-z, 0-9 and single dashes, with a letter or digit at both ends`,
				}),
			),
};
