import { join } from "node:path";
import { defineCommand } from "../../command.ts";
import { provisioningOptions, runJob, stateOf } from "./_provisioning.ts";

export const command = defineCommand({
	options: provisioningOptions,
	example: "pnpm provision backup",
	run(input) {
		const taken = new Date().toISOString().replaceAll(":", "-");
		const folder = join(stateOf(input), "backups", taken);
		return runJob(
			input,
			{
				playbook: "backup",
				variables: { etcd_backup_folder: folder },
				command: "pnpm provision backup",
				downloads: [],
			},
			`copy ${folder} to another place too; 'pnpm provision restore ${folder}/etcd' restores it`,
		);
	},
});
