import { expect, test } from "vitest";
import { bandwidthOf } from "./bandwidth.ts";
import { findNode, nodes, shortName, tryFindNode, withRole } from "./nodes.ts";
import { storageClasses } from "./storage.ts";

test("a node is found by its full or short name", () => {
	for (const node of nodes) {
		expect(findNode(node.name)).toBe(node);
		expect(findNode(shortName(node))).toBe(node);
	}
	expect(tryFindNode("node-06")).toBeUndefined();
	expect(() => findNode("node-06")).toThrow("there is no node 'node-06'");
});

test("there is one server, and every other node is an agent", () => {
	expect(withRole("server").map(shortName)).toEqual(["node-01"]);
	expect(withRole("agent")).toHaveLength(nodes.length - 1);
});

test("addresses are from the ranges reserved for documentation", () => {
	for (const { address } of nodes)
		expect(address).toMatch(/^(192\.0\.2|198\.51\.100)\.\d+$/);
});

test("metrics stores never run on the control plane or across the WAN", () => {
	const matching = nodes.filter((node) =>
		storageClasses.workers.nodeTags.every((tag) =>
			(node.storageTags as readonly string[]).includes(tag),
		),
	);
	expect(matching.map(shortName)).toEqual([
		"node-02",
		"node-03",
		"node-04",
		"node-05",
	]);
});

test("a node offers 90 % of its NIC, in whole Mbit/s", () => {
	expect(bandwidthOf({ nic: "40Gbit" })).toEqual({
		"vaclab.org/egress-mbps": 36_000,
		"vaclab.org/ingress-mbps": 36_000,
	});
});
