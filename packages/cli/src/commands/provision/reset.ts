import { LabError } from "@lab/core";
import { prepareInventory } from "@lab/provision";
import { defineCommand } from "../../command.ts";
import {
	provisioningOptions,
	provisionOptionsOf,
	runJob,
} from "./_provisioning.ts";

export const command = defineCommand({
	options: [
		{
			flags: "--cluster-name <name>",
			description: "name of the cluster, required as a confirmation",
		},
		{
			flags: "--wipe",
			description: "also delete the volumes on the disks; cannot be undone",
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
				what: `this would uninstall the cluster '${cluster}', but ${input.options.clusterName === undefined ? "no cluster was named" : `'${input.options.clusterName}' was named`}`,
				where: `--cluster-name ${input.options.clusterName ?? ""}`.trim(),
				help: `to confirm: pnpm provision reset --cluster-name ${cluster}`,
			});
		}
		return runJob(
			input,
			{
				playbook: "reset",
				variables: { k3s_removal_wipe: input.options.wipe },
				command: `pnpm provision reset --cluster-name ${cluster}`,
				downloads: [],
			},
			"'pnpm provision cluster' sets it up again",
		);
	},
});
