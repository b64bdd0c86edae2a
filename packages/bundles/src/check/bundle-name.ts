import { fault, isDnsLabel } from "@lab/core";
import type { Check } from "./check.ts";

/** Fleet makes the name a label value, a release name and a Secret name; more than 53 are cut, and then uninstalled in a loop. */
const MAX_LENGTH = 53;

/** Every bundle has a name that Fleet takes as it is, and for itself alone. */
export const bundleName: Check = (bundles) => {
	const owners = new Map<string, string>();
	return bundles.flatMap(({ name, folder, source }) => {
		const first = owners.get(name);
		owners.set(name, first ?? folder);
		if (first !== undefined) {
			return [
				fault({
					code: "duplicate-bundle-name",
					what: `the name '${name}' is used by the folders ${first} and ${folder}`,
					where: source,
					help: "give one of them another name: the last write would win, silently",
				}),
			];
		}
		if (isDnsLabel(name, MAX_LENGTH) && !name.includes("--")) return [];
		return [
			fault({
				code: "bundle-name",
				what: `'${name}' (${name.length} characters) is not a name that Fleet keeps`,
				where: source,
				help: `at most ${MAX_LENGTH} of a-z, 0-9 and single dashes, a letter or digit at both ends`,
			}),
		];
	});
};
