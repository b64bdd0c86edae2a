import { expect, test } from "vitest";
import { facts } from "../facts.ts";
import type { Placement } from "../placement.ts";
import { unknownNodeInPlacement as rule } from "./unknown-node-in-placement.ts";

const check = (placement: Placement, nodes = facts.nodes) =>
	rule.check({ ...facts, nodes, placements: { it: placement } }, {});

test.each(["prefer", "require", "tolerate"] as const)(
	"a policy that is to %s a node which is not there",
	(verb) => {
		expect(check({ why: "", [verb]: { node: "node-9" } })).toMatchObject([
			{ where: `placements.it.${verb}` },
		]);
	},
);

test("a node may be named in short, and a near miss is recognised", () => {
	expect(check({ why: "", prefer: { node: "node-01" } })).toEqual([]);
	expect(check({ why: "", prefer: { node: "metal-1" } })).toMatchObject([
		{ help: "did you mean 'metal-01'?" },
	]);
});

test("a role that no node has any more", () => {
	const nodes = facts.nodes.filter(
		({ roles }) => !roles.includes("monitoring"),
	);
	expect(
		check({ why: "", prefer: { role: "monitoring" } }, nodes),
	).toMatchObject([{ what: expect.stringContaining("role 'monitoring'") }]);
});
