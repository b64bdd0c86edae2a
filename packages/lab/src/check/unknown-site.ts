import { fault, suggestion } from "@lab/core";
import type { Rule } from "./rule.ts";

/** The site of every node is declared. */
export const unknownSite: Rule = {
	code: "unknown-site",
	check({ nodes, sites }) {
		const names = sites.map(({ name }) => name);
		return nodes
			.filter(({ site }) => !names.includes(site))
			.map(({ name, site }) =>
				fault({
					code: "unknown-site",
					what: `${name} is in site '${site}', which is not declared`,
					where: `nodes.${name}.site`,
					help: suggestion(site, names),
				}),
			);
	},
};
