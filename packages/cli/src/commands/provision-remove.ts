import { LabError } from "@lab/core";
import { findHost, prepareInventory } from "@lab/ops";
import type { Command } from "../command.ts";
import {
	provisioningOptions,
	provisionOptionsOf,
	runJob,
} from "./_provisioning.ts";

export const command: Command = {
	summary: "Take one machine out of the lab",
	arguments: [
		{ name: "<name>", description: "its short name in packages/lab" },
	],
	options: [
		{
			flags: "--gone",
			description: "the machine is no more: only the cluster forgets it",
		},
		{
			flags: "--wipe",
			description: "also delete the volumes on its disks, for good",
		},
		...provisioningOptions,
	],
	example: "pnpm provision remove node-05",
	async run(input) {
		const { inventory } = await prepareInventory(provisionOptionsOf(input));
		const { name, role } = findHost(input.args[0] ?? "", inventory);
		if (role === "server") {
			throw new LabError({
				code: "server-not-removable",
				what: `${name} is a server: without it the state of the cluster may be lost`,
				where: "the command line",
				help: "make another machine a server first, then this one an agent",
			});
		}
		return runJob(
			input,
			{
				playbook: "remove",
				variables: {
					target: name,
					node_removal_gone: input.options.gone === true,
					k3s_removal_wipe: input.options.wipe === true,
				},
				command: `pnpm provision remove ${name}`,
				downloads: [],
			},
			`take ${name} out of packages/lab/src/nodes.ts, then pnpm provision firewall closes the others to it`,
		);
	},
};
