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
			what: `there is no inventory at ${path}`,
			where: path,
			help: "leave --inventory out, and it is made from packages/lab",
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
		what: `there is no node '${name}' in the inventory`,
		where: "the command line",
		help: suggestion(
			name,
			hosts.map((host) => host.name),
		),
	});
}

/**
 * Looks at what `--limit` names before Ansible does; patterns are left to it.
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
