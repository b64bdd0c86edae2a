import fc from "fast-check";
import { expect, test } from "vitest";
import { overlap, toRange } from "./_ipv4.ts";
import { firewallOf, networks, podMtu } from "./networks.ts";
import { findNode, type LabNode, nodes } from "./nodes.ts";

const ports = (node: LabNode, extras?: Parameters<typeof firewallOf>[2]) =>
	firewallOf(node, nodes, extras).map(({ port }) => port);

test("an agent lets in the kubelet's peers but no API clients", () => {
	expect(ports(findNode("node-02"))).toContain(10250);
	expect(ports(findNode("node-02"))).not.toContain(6443);
	expect(ports(findNode("node-01"))).toContain(6443);
});

test("only the other nodes may reach a node port, whatever the order of the list", () => {
	const kubelet = firewallOf(findNode("node-03")).find(
		({ port }) => port === 10250,
	);
	expect(kubelet?.sources).toEqual([
		"192.0.2.1",
		"192.0.2.2",
		"192.0.2.4",
		"192.0.2.5",
		"198.51.100.1",
	]);
	expect(firewallOf(findNode("node-03"), [...nodes].reverse())).toEqual(
		firewallOf(findNode("node-03")),
	);
});

test("a single node opens nothing to peers that it does not have", () => {
	const [only] = nodes;
	expect(firewallOf(only, [only]).map(({ port }) => port)).toEqual([
		22, 80, 443,
	]);
});

test("ports of what the lab does not run stay closed until asked for", () => {
	expect(ports(findNode("node-01"))).not.toContain("2379-2380");
	expect(ports(findNode("node-01"), ["embedded-etcd"])).toContain("2379-2380");
	expect(ports(findNode("node-02"), ["embedded-etcd"])).not.toContain(
		"2379-2380",
	);
	expect(ports(findNode("node-01"), ["kube-ovn"])).toContain("6641-6644");
});

test("every node gets room for its pods out of the pods' network", () => {
	const { first, last } = toRange(networks.pods);
	const perNode = 2 ** (32 - networks.podsPerNodePrefix);
	expect((last - first + 1) / perNode).toBeGreaterThanOrEqual(nodes.length);
	for (const { maxPods } of nodes) expect(perNode).toBeGreaterThan(maxPods);
});

test("DNS answers inside the services' network", () => {
	expect(overlap(toRange(networks.dns), toRange(networks.services))).toBe(true);
});

test("a packet between pods has room for the tunnel", () => {
	expect(podMtu()).toBe(1450);
});

const ipv4 = fc
	.integer({ min: 0, max: 2 ** 32 - 1 })
	.map((n) => [24, 16, 8, 0].map((shift) => (n >>> shift) & 255).join("."));
const network = fc
	.tuple(ipv4, fc.integer({ min: 0, max: 32 }))
	.map(([address, prefix]) => `${address}/${prefix}`);

test("two networks overlap exactly when one holds the first address of the other", () => {
	fc.assert(
		fc.property(network, network, (a, b) => {
			const [left, right] = [toRange(a), toRange(b)];
			const holds = (x: typeof left, at: number) =>
				x.first <= at && at <= x.last;
			expect(overlap(left, right)).toBe(
				holds(left, right.first) || holds(right, left.first),
			);
			expect(overlap(right, left)).toBe(overlap(left, right));
		}),
	);
});

test.each(["10.0.0", "10.0.0.256", "10.0.0.0/33", "a.b.c.d", ""])(
	"'%s' is no network",
	(text) => {
		expect(() => toRange(text)).toThrow("is no IPv4 address or network");
	},
);
