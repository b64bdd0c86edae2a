import { expect, test } from "vitest";
import { facts } from "../facts.ts";
import type { Placement } from "../placement.ts";
import { unknownNodeInPlacement as rule } from "./unknown-node-in-placement.ts";

const check = (placement: Placement, nodes = facts.nodes) =>
	rule.check({ ...facts, nodes, placements: { it: placement } }, {});

test.each(["prefer", "require", "tolerate"] as const)(
	"%s of a node that does not exist is found",
	(verb) => {
		expect(check({ why: "", [verb]: { node: "node-9" } })).toMatchObject([
			{ where: `placements.it.${verb}` },
		]);
	},
);

test("a short name is valid, and a misspelt one gets a suggestion", () => {
	expect(check({ why: "", prefer: { node: "node-01" } })).toEqual([]);
	expect(check({ why: "", prefer: { node: "metal-1" } })).toMatchObject([
		{ help: "did you mean 'metal-01'?" },
	]);
});

test("a role that no node has is found", () => {
	const nodes = facts.nodes.filter(
		({ roles }) => !roles.includes("monitoring"),
	);
	expect(
		check({ why: "", prefer: { role: "monitoring" } }, nodes),
	).toMatchObject([{ what: expect.stringContaining("role 'monitoring'") }]);
});
