import { LabError } from "@lab/core";
import { prepareInventory } from "@lab/ops";
import type { Command } from "../command.ts";
import {
	provisioningOptions,
	provisionOptionsOf,
	runJob,
} from "./_provisioning.ts";

export const command: Command = {
	summary: "Take the lab off its machines",
	options: [
		{
			flags: "--cluster-name <name>",
			description: "the cluster's name, so that no other is meant",
		},
		{
			flags: "--wipe",
			description: "also delete the volumes on their disks, for good",
		},
		...provisioningOptions,
	],
	example: "pnpm provision reset --cluster-name vaclab",
	async run(input) {
		const { inventory } = await prepareInventory(provisionOptionsOf(input));
		const { cluster } = inventory.all.vars.lab;
		if (input.options.clusterName !== cluster) {
			throw new LabError({
				code: "cluster-name-differs",
				what: `this would take the cluster '${cluster}' off its machines, and ${input.options.clusterName === undefined ? "no name was given" : `'${input.options.clusterName}' was named`}`,
				where: "--cluster-name",
				help: `if that is what you want: pnpm provision reset --cluster-name ${cluster}`,
			});
		}
		return runJob(
			input,
			{
				playbook: "reset",
				variables: { k3s_removal_wipe: input.options.wipe === true },
				command: `pnpm provision reset --cluster-name ${cluster}`,
				downloads: [],
			},
			"pnpm provision cluster sets it up again",
		);
	},
};
