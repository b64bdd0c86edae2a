import { expect, test } from "vitest";
import { type LabNode, nodes } from "./nodes.ts";
import { place, placements } from "./placement.ts";

test("the control plane is preferred, not required", () => {
	const { affinity, nodeSelector } = place("controlPlane");
	expect(
		affinity?.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution,
	).toEqual([
		{
			weight: 100,
			preference: {
				matchExpressions: [
					{ key: "node-role.kubernetes.io/control-plane", operator: "Exists" },
				],
			},
		},
	]);
	expect(nodeSelector).toBeUndefined();
});

test("the name of the monitoring machine comes from the node facts", () => {
	const moved = nodes.map(
		(node): LabNode =>
			node.name.startsWith("metal-01") ? { ...node, name: "metal-02" } : node,
	);
	expect(JSON.stringify(place("monitoring", moved).affinity)).toContain(
		'"values":["metal-02"]',
	);
});

test("each taint of the nodes is tolerated once", () => {
	const taint = {
		key: "dedicated",
		value: "monitoring",
		effect: "PreferNoSchedule",
	} as const;
	const twice = [...nodes, { ...nodes[5], name: "metal-02" }];
	expect(place("everyNode", twice)).toEqual({
		tolerations: [{ ...taint, operator: "Equal" }],
	});
});

test("stores require workers, and tolerate no taints", () => {
	expect(place("workerStorage")).toEqual({
		nodeSelector: { "node-role.kubernetes.io/worker": "true" },
	});
});

test("a custom placement may use the short name of a node", () => {
	expect(place({ why: "", require: { node: "node-02" } })).toEqual({
		nodeSelector: {
			"kubernetes.io/hostname": "node-02.ih-eu-mda1.misc.vaclab",
		},
	});
	expect(() => place({ why: "", prefer: { node: "node-2" } })).toThrow(
		"there is no node 'node-2'",
	);
});

test.each(Object.entries(placements))(
	"placement %s has a reason",
	(_name, { why }) => {
		expect(why.length).toBeGreaterThan(20);
	},
);
