import { expect, test } from "vitest";

import { facts } from "../facts.ts";
import { overlappingNetwork as rule } from "./overlapping-network.ts";

test.each([
	["services", "10.42.128.0/20", "10.42.0.0/16 of networks.pods"],
	["services", "0.0.0.0/0", "networks.pods"],
	["pods", "192.0.0.0/8", "nodes.node-01"],
])("%s in %s: names the conflicting range", (key, network, other) => {
	const networks = { ...facts.networks, [key]: network };
	const [finding] = rule.check({ ...facts, networks }, {});
	expect(finding?.what).toContain(other);
});

test("adjacent networks do not overlap", () => {
	const networks = {
		...facts.networks,
		pods: "10.42.0.0/16",
		services: "10.43.0.0/16",
	};
	expect(rule.check({ ...facts, networks }, {})).toEqual([]);
});
