import { access } from "node:fs/promises";
import { resolve } from "node:path";
import { LabError } from "@lab/core";
import { defineCommand } from "../../command.ts";
import { provisioningOptions, runJob } from "./_provisioning.ts";

export const command = defineCommand({
	arguments: [
		{ name: "<file>", description: "snapshot made by 'pnpm provision backup'" },
	],
	options: provisioningOptions,
	example: "pnpm provision restore .lab/provision/backups/2026-11-24/etcd",
	async run(input) {
		const file = resolve(input.args[0]);
		await access(file).catch((cause) => {
			throw new LabError({
				code: "no-snapshot",
				what: "there is no such snapshot",
				where: file,
				help: "'pnpm provision backup' makes one",
				cause,
			});
		});
		return runJob(
			input,
			{
				playbook: "restore",
				variables: { etcd_restore_file: file },
				command: `pnpm provision restore ${file}`,
				downloads: [],
			},
			"'pnpm provision cluster' applies what changed since the snapshot",
		);
	},
});
