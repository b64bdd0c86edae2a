import { fault, isDnsLabel } from "@lab/core";
import type { Rule } from "./rule.ts";

/** Maximum length of Helm release names. */
const MAX_LENGTH = 53;

/** Every release has a name that Helm accepts. */
export const releaseName: Rule = {
	code: "release-name",
	check: (bundles) =>
		bundles.flatMap(({ fleetYaml, source }) => {
			const name = fleetYaml.helm?.releaseName;
			if (
				name === undefined ||
				(name.length <= MAX_LENGTH &&
					name.split(".").every((part) => isDnsLabel(part)))
			)
				return [];
			return [
				fault({
					code: "release-name",
					what: `'${name}' (${name.length} characters) is not a valid name of a Helm release`,
					where: source,
					help: `use at most ${MAX_LENGTH} characters of a-z, 0-9, dashes and dots, with a letter or digit at both ends`,
				}),
			];
		}),
};
