import { fault, suggestion } from "@lab/core";
import { shortName } from "../nodes.ts";
import { chosen, type NodeChoice } from "../placement.ts";
import type { Rule } from "./rule.ts";

/** Every policy means at least one node. */
export const unknownNodeInPlacement: Rule = {
	code: "unknown-node-in-placement",
	check({ placements, nodes }) {
		const choices = Object.entries(placements).flatMap(
			([policy, { prefer, require, tolerate }]) =>
				Object.entries({ prefer, require, tolerate })
					.filter(
						(entry): entry is [string, NodeChoice] => entry[1] !== undefined,
					)
					.map(([verb, choice]) => ({ policy, verb, choice })),
		);
		return choices
			.filter(({ choice }) => chosen(choice, nodes).length === 0)
			.map(({ policy, verb, choice }) => {
				const [asked, what, there] =
					"role" in choice
						? [
								choice.role,
								`nodes with role '${choice.role}', and no node has it`,
								[...new Set(nodes.flatMap(({ roles }) => roles))],
							]
						: [
								choice.node,
								`node '${choice.node}', and there is none`,
								nodes.map(shortName),
							];
				return fault({
					code: "unknown-node-in-placement",
					what: `placement ${policy} is to ${verb} ${what}`,
					where: `placements.${policy}.${verb}`,
					help: suggestion(asked, there),
				});
			});
	},
};
