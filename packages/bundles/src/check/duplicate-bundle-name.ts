import { fault } from "@lab/core";
import type { Rule } from "./rule.ts";

/** Every bundle has a unique name. */
export const duplicateBundleName: Rule = {
	code: "duplicate-bundle-name",
	check(bundles) {
		const owners = new Map<string, string>();
		return bundles.flatMap(({ name, folder, source }) => {
			const first = owners.get(name);
			owners.set(name, first ?? folder);
			if (first === undefined) return [];
			return [
				fault({
					code: "duplicate-bundle-name",
					what: `the name '${name}' is used by the folders ${first} and ${folder}`,
					where: source,
					help: "rename one of them; otherwise one silently overwrites the other",
				}),
			];
		});
	},
};
