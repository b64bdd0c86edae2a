import { fault } from "@lab/core";
import type { Rule } from "./rule.ts";

/** Every node is a server or an agent, and not both; one of them is a server. */
export const nodeWithoutRole: Rule = {
	code: "node-without-role",
	check: ({ nodes }) => [
		...nodes.flatMap(({ name, roles }) => {
			const given = (["server", "agent"] as const).filter((role) =>
				roles.includes(role),
			);
			if (given.length === 1) return [];
			return [
				fault({
					code: "node-without-role",
					what:
						given.length === 0
							? `${name} is neither server nor agent, so provisioning would leave it out`
							: `${name} is both server and agent, so provisioning would set it up twice`,
					where: `nodes.${name}.roles`,
					help: "give it one of the two; a server runs pods as well",
				}),
			];
		}),
		...(nodes.some(({ roles }) => roles.includes("server"))
			? []
			: [
					fault({
						code: "node-without-role",
						what: "no node is a server, so there would be no cluster to join",
						where: "nodes",
						help: "give one node the role server",
					}),
				]),
	],
};
