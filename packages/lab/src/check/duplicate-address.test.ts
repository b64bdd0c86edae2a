import { expect, test } from "vitest";
import { facts } from "../facts.ts";
import type { LabNode } from "../nodes.ts";
import { duplicateAddress as rule } from "./duplicate-address.ts";

test("two nodes with the same address: names both", () => {
	const [first, second] = facts.nodes;
	const nodes = [first, { ...second, address: first?.address }] as LabNode[];
	expect(rule.check({ ...facts, nodes }, {})).toMatchObject([
		{
			what: `address 192.0.2.1 is used by both ${first?.name} and ${second?.name}`,
			where: `nodes.${second?.name}.address`,
		},
	]);
});
