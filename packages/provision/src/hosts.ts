import { readFile } from "node:fs/promises";
import { fromYaml, LabError, suggestion } from "@lab/core";
import type { Inventory } from "./inventory.ts";

export interface Host {
	readonly name: string;
	readonly role: "server" | "agent";
}

/** @throws LabError `invalid-yaml`, `no-inventory` */
export async function readInventory(path: string): Promise<Inventory> {
	const text = await readFile(path, "utf8").catch((cause) => {
		throw new LabError({
			code: "no-inventory",
			what: `the inventory ${path} does not exist`,
			where: path,
			help: "omit --inventory to generate it from packages/lab",
			cause,
		});
	});
	return fromYaml(text, path) as Inventory;
}

export function hostsOf(inventory: Inventory): Host[] {
	const { servers, agents } = inventory.all.children.machines.children;
	return [
		...Object.keys(servers.hosts).map(
			(name): Host => ({ name, role: "server" }),
		),
		...Object.keys(agents.hosts).map((name): Host => ({ name, role: "agent" })),
	];
}

/** @throws LabError `unknown-node` with the nearest name */
export function findHost(name: string, inventory: Inventory): Host {
	const hosts = hostsOf(inventory);
	const found = hosts.find((host) => host.name === name);
	if (found !== undefined) return found;
	throw new LabError({
		code: "unknown-node",
		what: `the inventory has no node '${name}'`,
		where: name,
		help: suggestion(
			name,
			hosts.map((host) => host.name),
		),
	});
}

/**
 * Checks the names in `--limit` before Ansible does; ignores patterns.
 *
 * @throws LabError `unknown-node` with the nearest name
 */
export function assertLimit(limit: string, inventory: Inventory): void {
	const groups = ["machines", "servers", "agents", "all"];
	for (const name of limit.split(/[,:]/)) {
		if (!/^[\w.-]+$/.test(name) || groups.includes(name)) continue;
		findHost(name, inventory);
	}
}
