import { fault, toBytes } from "@lab/core";
import type { Disk, LabNode } from "../nodes.ts";
import type { Rule } from "./rule.ts";

/** Where the system disk keeps volumes; every other disk is mounted at the folder above its path. */
const SYSTEM = "/var/lib/longhorn";

/** Every disk of a node has its own name and mount, and leaves space for volumes. */
export const invalidDisk: Rule = {
	code: "invalid-disk",
	check: ({ nodes }) =>
		nodes.flatMap((node) => {
			const { name, disks } = node;
			return disks.flatMap((disk, index) =>
				[...faultsOf(disk), ...sharedWith(disk, disks.slice(0, index))].map(
					(what) =>
						fault({
							code: "invalid-disk",
							what: `disk ${index + 1} of ${name} ${what}`,
							where: `nodes.${name}.disks[${index}]`,
							help: "give each disk a name and a path like /data/longhorn, and reserve less than its size",
						}),
				),
			);
		}),
};

const mountOf = (path: string): string =>
	path === SYSTEM ? path : path.slice(0, path.lastIndexOf("/"));

function faultsOf({ path, size, reserved }: Disk): string[] {
	return [
		...(/^(\/[^/]+){2,}$/.test(path)
			? []
			: [`has the path '${path}', which is not in a mounted folder`]),
		...(leavesSpace(size, reserved)
			? []
			: [`reserves ${reserved} of ${size}, so nothing is left for volumes`]),
	];
}

function leavesSpace(size: Disk["size"], reserved: Disk["size"]): boolean {
	try {
		return toBytes(reserved) < toBytes(size);
	} catch (error) {
		// `invalid-amount` reports it.
		if (error instanceof RangeError) return true;
		throw error;
	}
}

function sharedWith(disk: Disk, others: LabNode["disks"]): string[] {
	return [
		...(others.some(({ name }) => name === disk.name)
			? [
					`has ${disk.name === undefined ? "no name" : `the name '${disk.name}'`}, like an earlier one, and would replace it in Longhorn`,
				]
			: []),
		...(others.some(({ path }) => mountOf(path) === mountOf(disk.path))
			? [
					`is mounted at ${mountOf(disk.path)}, like an earlier one, and Longhorn accepts a file system once`,
				]
			: []),
	];
}
