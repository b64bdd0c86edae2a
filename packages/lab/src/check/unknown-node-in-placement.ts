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
				const asked = "role" in choice ? choice.role : choice.node;
				return fault({
					code: "unknown-node-in-placement",
					what:
						"role" in choice
							? `placement ${policy} is to ${verb} nodes with role '${asked}', and no node has it`
							: `placement ${policy} is to ${verb} node '${asked}', and there is none`,
					where: `placements.${policy}.${verb}`,
					help:
						"role" in choice
							? suggestion(asked, [
									...new Set(nodes.flatMap(({ roles }) => roles)),
								])
							: suggestion(
									asked,
									nodes.map((node) =>
										shortName(node) === asked ? node.name : shortName(node),
									),
								),
				});
			});
	},
};
