import fc from "fast-check";
import { expect, test } from "vitest";
import { overlap, toRange } from "./_ipv4.ts";
import { firewallOf, networks, podMtu } from "./networks.ts";
import { findNode, type LabNode, nodes } from "./nodes.ts";

const ports = (node: LabNode, extras?: Parameters<typeof firewallOf>[2]) =>
	firewallOf(node, nodes, extras).map(({ port }) => port);

test("an agent accepts kubelet connections, but only the server accepts API clients", () => {
	expect(ports(findNode("node-02"))).toContain(10250);
	expect(ports(findNode("node-02"))).not.toContain(6443);
	expect(ports(findNode("node-01"))).toContain(6443);
});

test("only the other nodes may reach the kubelet, whatever the order of the list", () => {
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

test("a single node opens only the public ports", () => {
	const [only] = nodes;
	expect(firewallOf(only, [only]).map(({ port }) => port)).toEqual([
		22, 80, 443,
	]);
});

test("ports of unused features stay closed unless requested", () => {
	expect(ports(findNode("node-01"))).not.toContain("2379-2380");
	expect(ports(findNode("node-01"), ["embedded-etcd"])).toContain("2379-2380");
	expect(ports(findNode("node-02"), ["embedded-etcd"])).not.toContain(
		"2379-2380",
	);
	expect(ports(findNode("node-01"), ["kube-ovn"])).toContain("6641-6644");
});

test("the pod network has enough addresses for the pods of every node", () => {
	const { first, last } = toRange(networks.pods);
	const perNode = 2 ** (32 - networks.podsPerNodePrefix);
	expect((last - first + 1) / perNode).toBeGreaterThanOrEqual(nodes.length);
	for (const { maxPods } of nodes) expect(perNode).toBeGreaterThan(maxPods);
});

test("the address of DNS is within the service network", () => {
	expect(overlap(toRange(networks.dns), toRange(networks.services))).toBe(true);
});

test("the pod MTU leaves room for the tunnel header", () => {
	expect(podMtu()).toBe(1450);
});

const ipv4 = fc
	.integer({ min: 0, max: 2 ** 32 - 1 })
	.map((n) => [24, 16, 8, 0].map((shift) => (n >>> shift) & 255).join("."));
const network = fc
	.tuple(ipv4, fc.integer({ min: 0, max: 32 }))
	.map(([address, prefix]) => `${address}/${prefix}`);

test("two networks overlap if and only if one contains the first address of the other", () => {
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
	"'%s' is not a network",
	(text) => {
		expect(() => toRange(text)).toThrow("is not an IPv4 address or network");
	},
);
