import { fault } from "@lab/core";
import { type LabNode, shortName } from "../nodes.ts";
import type { Rule } from "./rule.ts";

/** What must differ between nodes, and where it is used. */
const names: readonly {
	readonly what: string;
	readonly field: string;
	readonly of: (node: LabNode) => string;
	readonly use: string;
}[] = [
	{
		what: "short name",
		field: "name",
		of: shortName,
		use: "Ansible's inventory, and would replace each other there",
	},
	{
		what: "host",
		field: "host",
		of: ({ host }) => host,
		use: "DNS, and would be set up as one machine",
	},
];

/** Every node has its own short name, by which people and the inventory call it, and its own DNS name. */
export const duplicateNodeName: Rule = {
	code: "duplicate-node-name",
	check: ({ nodes }) =>
		names.flatMap(({ what, field, of, use }) => {
			const owners = new Map<string, string>();
			return nodes.flatMap((node) => {
				const name = of(node).toLowerCase();
				const first = owners.get(name);
				owners.set(name, first ?? node.name);
				if (first === undefined) return [];
				return [
					fault({
						code: "duplicate-node-name",
						what: `${first} and ${node.name} have the ${what} '${name}' in ${use}`,
						where: `nodes.${node.name}.${field}`,
						help: `give one of them another ${what}`,
					}),
				];
			});
		}),
};
