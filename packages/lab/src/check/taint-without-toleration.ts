import { fault } from "@lab/core";
import { nodesMatching } from "../placement.ts";
import type { Rule } from "./rule.ts";

/** Every tainted node is tolerated by some placement; otherwise it would stay unused. */
export const taintWithoutToleration: Rule = {
	code: "taint-without-toleration",
	check({ nodes, placements }) {
		const tolerated = new Set(
			Object.values(placements)
				.flatMap(({ tolerate }) =>
					tolerate === undefined ? [] : nodesMatching(tolerate, nodes),
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
						help: "add the node or its role to a placement's 'tolerate', or remove the taint",
					}),
				),
			);
	},
};
