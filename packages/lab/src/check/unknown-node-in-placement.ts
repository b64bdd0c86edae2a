import { fault, suggestion } from "@lab/core";
import { shortName } from "../nodes.ts";
import { type NodeChoice, nodesMatching } from "../placement.ts";
import type { Rule } from "./rule.ts";

type NamedNodes = Exclude<NodeChoice, { site: unknown }>;

/** Every choice of a placement matches at least one node. */
export const unknownNodeInPlacement: Rule = {
	code: "unknown-node-in-placement",
	check({ placements, nodes }) {
		const choices = Object.entries(placements).flatMap(
			([policy, { prefer, require, avoid, tolerate }]) =>
				Object.entries({ prefer, require, avoid, tolerate })
					.filter(
						// A lab at one site has no remote nodes.
						(entry): entry is [string, NamedNodes] =>
							entry[1] !== undefined && !("site" in entry[1]),
					)
					.map(([verb, choice]) => ({ policy, verb, choice })),
		);
		return choices
			.filter(({ choice }) => nodesMatching(choice, nodes).length === 0)
			.map(({ policy, verb, choice }) => {
				const [name, what, existing] =
					"role" in choice
						? [
								choice.role,
								`role '${choice.role}', which no node has`,
								[...new Set(nodes.flatMap(({ roles }) => roles))],
							]
						: [
								choice.node,
								`node '${choice.node}', which does not exist`,
								nodes.map(shortName),
							];
				return fault({
					code: "unknown-node-in-placement",
					what: `'${verb}' of placement ${policy} names ${what}`,
					where: `placements.${policy}.${verb}`,
					help: suggestion(name, existing),
				});
			});
	},
};
