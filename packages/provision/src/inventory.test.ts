import { nodes, shortName } from "@lab/lab";
import { expect, test } from "vitest";
import { findHost, hostsOf } from "./hosts.ts";
import { inventoryOf, labInventory } from "./inventory.ts";

const inventory = labInventory({});

test("every node of the facts is one host, with its short name", () => {
	expect(hostsOf(inventory).map(({ name }) => name)).toEqual(
		nodes.map(shortName),
	);
});

test("a further node in the facts becomes a further host, and opens the firewalls of the others", () => {
	const [first] = nodes;
	const seventh = {
		...nodes[1],
		name: "node-06.test",
		address: "192.0.2.66",
	};
	const wider = inventoryOf({
		nodes: [...nodes, seventh],
		checksums: {},
		manager: "rancher",
	});
	expect(findHost("node-06", wider).role).toBe("agent");
	const rules =
		wider.all.children.machines.children.servers.hosts[shortName(first)]?.node
			.firewall ?? [];
	expect(rules.find(({ port }) => port === 6443)?.sources).toContain(
		"192.0.2.66",
	);
});

test("only SSH, HTTP and HTTPS are open to all sources", () => {
	const { servers, agents } = inventory.all.children.machines.children;
	const rules = [servers, agents].flatMap(({ hosts }) =>
		Object.values(hosts).flatMap(({ node }) => node.firewall),
	);
	const open = rules.filter(({ sources }) => sources.length === 0);
	expect(new Set(open.map(({ port }) => port))).toEqual(new Set([22, 80, 443]));
});

test("Kube-OVN's ports are listed for nodes only, and closed unless the inventory enables the feature", () => {
	const { servers } = inventory.all.children.machines.children;
	const [server] = Object.values(servers.hosts);
	const rules = server?.node.firewall.filter(({ only }) => only === "kube-ovn");
	expect(rules?.map(({ port }) => port)).toContain("6641-6644");
	expect(rules?.every(({ sources }) => sources.length > 0)).toBe(true);
	expect(inventory.all.vars.firewall_features).toEqual(["embedded-etcd"]);
});

test("a copy of a secret comes after the secret it copies", () => {
	const seen = new Set<string>();
	for (const { namespace, name, keys } of inventory.all.vars.lab.secrets) {
		for (const [key, value] of Object.entries(keys)) {
			if (value.how === "same") expect(seen).toContain(value.as);
			seen.add(`${namespace}/${name}/${key}`);
		}
	}
	expect(seen.size).toBeGreaterThan(10);
});

test("the kubeconfig is readable by root only", () => {
	expect(inventory.all.vars.lab.k3s.server_config).toMatchObject({
		"write-kubeconfig-mode": "0600",
	});
});

test("one scheduler has both profiles, and a high API rate limit", () => {
	const { profiles, clientConnection } =
		inventory.all.vars.lab.scheduler_config;
	expect(profiles.map(({ schedulerName }) => schedulerName)).toEqual([
		"default-scheduler",
		"vaclab-scheduler",
	]);
	expect(clientConnection.qps).toBeGreaterThanOrEqual(1000);
});
