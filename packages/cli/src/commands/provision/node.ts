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
	options: provisioningOptions,
	example: "pnpm provision node node-06",
	async run(input) {
		const { inventory } = await prepareInventory(provisionOptionsOf(input));
		const { name } = findHost(input.args[0], inventory);
		return runJob(
			input,
			{
				playbook: "node",
				variables: { target: name },
				command: `pnpm provision node ${name}`,
				downloads: ["k3s"],
			},
			"'pnpm provision verify' proves that pods reach it",
		);
	},
});
