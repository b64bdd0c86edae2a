import { fault } from "@lab/core";
import type { Rule } from "./rule.ts";

/** Every release has a unique name in its namespace. */
export const releaseOwnedTwice: Rule = {
	code: "release-owned-twice",
	check: (bundles) => {
		const owners = new Map<string, string>();
		return bundles.flatMap(({ name, source, namespace, fleetYaml }) => {
			const release = `${namespace}/${fleetYaml.helm?.releaseName ?? name}`;
			const first = owners.get(release);
			owners.set(release, first ?? name);
			if (first === undefined) return [];
			return [
				fault({
					code: "release-owned-twice",
					what: `the release ${release} is installed by both ${first} and ${name}`,
					where: source,
					help: "give one of them a different release name or namespace",
				}),
			];
		});
	},
};
