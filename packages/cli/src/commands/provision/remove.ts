import { LabError } from "@lab/core";
import { findHost, prepareInventory } from "@lab/provision";
import { defineCommand } from "../../command.ts";
import {
	provisioningOptions,
	provisionOptionsOf,
	runJob,
} from "./_provisioning.ts";

export const command = defineCommand({
	arguments: [
		{
			name: "<name>",
			description: "short name of the machine in packages/lab",
		},
	],
	options: [
		{
			flags: "--gone",
			description:
				"the machine no longer exists: only remove it from the cluster",
		},
		{
			flags: "--wipe",
			description: "also delete the volumes on its disks; cannot be undone",
		},
		...provisioningOptions,
	],
	example: "pnpm provision remove node-05",
	async run(input) {
		const { inventory } = await prepareInventory(provisionOptionsOf(input));
		const { name, role } = findHost(input.args[0], inventory);
		if (role === "server") {
			throw new LabError({
				code: "server-not-removable",
				what: `${name} is a server: removing it may lose the state of the cluster`,
				where: name,
				help: "make another machine a server first, then make this one an agent",
			});
		}
		return runJob(
			input,
			{
				playbook: "remove",
				variables: {
					target: name,
					node_removal_gone: input.options.gone,
					k3s_removal_wipe: input.options.wipe,
				},
				command: `pnpm provision remove ${name}`,
				downloads: [],
			},
			`delete ${name} from packages/lab/src/nodes.ts, then run 'pnpm provision firewall', which closes the other machines to it`,
		);
	},
});
