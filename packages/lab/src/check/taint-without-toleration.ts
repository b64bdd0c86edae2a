import { fault } from "@lab/core";
import { chosen } from "../placement.ts";
import type { Rule } from "./rule.ts";

/** Every taint is tolerated by some policy: else its node only costs money. */
export const taintWithoutToleration: Rule = {
	code: "taint-without-toleration",
	check({ nodes, placements }) {
		const tolerated = new Set(
			Object.values(placements)
				.flatMap(({ tolerate }) =>
					tolerate === undefined ? [] : chosen(tolerate, nodes),
				)
				.map(({ name }) => name),
		);
		return nodes
			.filter(({ name }) => !tolerated.has(name))
			.flatMap(({ name, taints }) =>
				taints.map(({ key, value, effect }) =>
					fault({
						code: "taint-without-toleration",
						what: `${name} is tainted ${key}=${value}:${effect}, and no placement tolerates it`,
						where: `nodes.${name}.taints`,
						help: "let a placement tolerate the node or its role, or take the taint away",
					}),
				),
			);
	},
};
