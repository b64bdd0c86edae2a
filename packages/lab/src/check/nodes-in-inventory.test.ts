import { expect, test } from "vitest";
import { facts } from "../facts.ts";
import type { LabNode } from "../nodes.ts";
import { checkFacts } from "./check-facts.ts";

/** Findings if the second node of the lab had other facts. */
const codesWith = (change: (node: LabNode) => Partial<LabNode>) => [
	...new Set(
		checkFacts({
			...facts,
			nodes: facts.nodes.map((node: LabNode, index) =>
				index === 1 ? { ...node, ...change(node) } : node,
			),
		}).map(({ code }) => code),
	),
];

const disks = (...changes: Partial<LabNode["disks"][number]>[]) => ({
	disks: changes.map((change) => ({
		path: "/data/longhorn",
		tags: ["data-disk"],
		size: "100Gi" as const,
		reserved: "10Gi" as const,
		purpose: "tests",
		...change,
	})),
});

test.each<[string, (node: LabNode) => Partial<LabNode>, string]>([
	[
		"the short name of another node",
		() => ({ name: "node-01.he-eu-hel1.misc.vaclab" }),
		"duplicate-node-name",
	],
	[
		"the name of another node",
		() => ({ name: facts.nodes[0]?.name ?? "" }),
		"duplicate-node-name",
	],
	[
		"the short name of another node in capitals",
		() => ({ name: "NODE-01.he-eu-hel1" }),
		"duplicate-node-name",
	],
	[
		"the host of another node",
		() => ({ host: facts.nodes[0]?.host ?? "" }),
		"duplicate-node-name",
	],
	[
		"the address of another node",
		() => ({ address: facts.nodes[0]?.address ?? "" }),
		"duplicate-address",
	],
	["no role", () => ({ roles: [] }), "node-without-role"],
	[
		"only a further role",
		() => ({ roles: ["monitoring"] }),
		"node-without-role",
	],
	["two roles", () => ({ roles: ["server", "agent"] }), "node-without-role"],
	["a name with a capital", () => ({ name: "Node-07.x" }), "invalid-node"],
	["a name with an underscore", () => ({ name: "node_07.x" }), "invalid-node"],
	["no name", () => ({ name: "" }), "invalid-node"],
	["the name of a group", () => ({ name: "agents.x" }), "invalid-node"],
	["a host with a space", () => ({ host: "node 07" }), "invalid-node"],
	["no threads", () => ({ cpu: 0 }), "invalid-node"],
	["half a thread", () => ({ cpu: 1.5 }), "invalid-node"],
	[
		"a misspelt role beside another",
		() => ({ roles: ["agent", "monitorng"] as never }),
		"invalid-node",
	],
	["an illegal label", () => ({ labels: { a: "b c" } }), "invalid-node"],
	[
		"an illegal key of a label",
		() => ({ labels: { "a b": "c" } }),
		"invalid-node",
	],
	[
		"an illegal effect of a taint",
		() => ({ taints: [{ key: "a", value: "b", effect: "Never" as never }] }),
		"invalid-node",
	],
	...[
		{ key: "a b", value: "b" },
		{ key: "a", value: "b c" },
	].map((taint): [string, () => object, string] => [
		`an illegal taint ${JSON.stringify(taint)}`,
		() => ({ taints: [{ ...taint, effect: "NoSchedule" }] }),
		"invalid-node",
	]),
	["no address", () => ({ address: "" }), "invalid-address"],
	["an address of IPv6", () => ({ address: "2001:db8::1" }), "invalid-address"],
	[
		"a network as address",
		() => ({ address: "192.0.2.0/24" }),
		"invalid-address",
	],
	[
		"an address of a pod",
		() => ({ address: "10.42.0.9" }),
		"overlapping-network",
	],
	[
		"two disks without a name",
		() => disks({}, { path: "/d2/x" }),
		"invalid-disk",
	],
	[
		"two disks of one name",
		() => disks({ name: "a" }, { name: "a", path: "/d2/x" }),
		"invalid-disk",
	],
	[
		"two disks on one file system",
		() => disks({ name: "a" }, { name: "b", path: "/data/other" }),
		"invalid-disk",
	],
	[
		"a disk without a mount",
		() => disks({ path: "/longhorn" }),
		"invalid-disk",
	],
	["a relative path", () => disks({ path: "data/longhorn" }), "invalid-disk"],
	[
		"a slash at the end",
		() => disks({ path: "/data/longhorn/" }),
		"invalid-disk",
	],
	[
		"a disk without free space",
		() => disks({ reserved: "100Gi" }),
		"invalid-disk",
	],
	["more pods than addresses", () => ({ maxPods: 4093 }), "too-many-pods"],
	["no pods", () => ({ maxPods: 0 }), "too-many-pods"],
])("a node with %s is found", (_what, change, code) => {
	expect(codesWith(change)).toContain(code);
});

test.each<[string, (node: LabNode) => Partial<LabNode>]>([
	["another role besides", () => ({ roles: ["agent", "monitoring"] })],
	["as many pods as addresses", () => ({ maxPods: 4092 })],
	["another site in its name", () => ({ name: "node-07.he-eu-hel1" })],
	["a name without a domain", () => ({ name: "node-07" })],
	["a system disk", () => disks({ path: "/var/lib/longhorn" })],
])("a node with %s is valid", (_what, change) => {
	expect(codesWith(change)).toEqual([]);
});

test("a lab without a server is found", () => {
	const nodes = facts.nodes.map((node: LabNode) => ({
		...node,
		roles: ["agent"] as const,
	}));
	expect(checkFacts({ ...facts, nodes }).map(({ what }) => what)).toContain(
		"no node is a server, so there would be no cluster to join",
	);
});

test("more nodes than shares of the pods' network are found", () => {
	const [first] = facts.nodes;
	const nodes = Array.from({ length: 17 }, (_, index) => ({
		...(first as LabNode),
		name: `node-${index}`,
		host: `node-${index}.example.org`,
		address: `192.0.2.${index + 1}`,
	}));
	expect(checkFacts({ ...facts, nodes }).map(({ code }) => code)).toContain(
		"too-many-pods",
	);
});
