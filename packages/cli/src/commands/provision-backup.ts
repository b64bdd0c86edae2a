import { join } from "node:path";
import type { Command } from "../command.ts";
import { provisioningOptions, runJob, stateOf } from "./_provisioning.ts";

export const command: Command = {
	summary: "Bring a snapshot of the cluster's state and its token here",
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
			`keep ${folder} somewhere else too; pnpm provision restore ${folder}/etcd brings it back`,
		);
	},
};
