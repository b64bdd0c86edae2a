import { expect, test } from "vitest";

import { facts } from "../facts.ts";
import { taintWithoutToleration as rule } from "./taint-without-toleration.ts";

test("a taint is valid only on a node that a placement tolerates", () => {
	const taints = [
		{ key: "broken", value: "nic", effect: "NoSchedule" },
	] as const;
	const nodes = facts.nodes.map((node) => ({ ...node, taints }));
	const placements = {
		it: { why: "", tolerate: { role: "agent" } },
	} as const;
	expect(rule.check({ ...facts, nodes, placements }, {})).toMatchObject([
		{
			what: "node-01.ih-eu-mda1.misc.vaclab is tainted broken=nic:NoSchedule, and no placement tolerates it",
		},
	]);
});
