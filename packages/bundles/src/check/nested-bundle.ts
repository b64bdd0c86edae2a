import { fault } from "@lab/core";
import type { Rule } from "./rule.ts";

/** No bundle's folder contains another bundle's. */
export const nestedBundle: Rule = {
	code: "nested-bundle",
	check(bundles) {
		const folders = new Set(bundles.map(({ folder }) => folder));
		return bundles.flatMap(({ folder, source }) => {
			const parts = folder.split("/");
			const outer = parts.slice(0, -1).join("/");
			if (parts.length === 1 || !folders.has(outer)) return [];
			return [
				fault({
					code: "nested-bundle",
					what: `the bundle ${folder} is inside the bundle ${outer}`,
					where: source,
					help: "move it out of the other one: Fleet would deploy its files twice",
				}),
			];
		});
	},
};
