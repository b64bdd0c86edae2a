import { access } from "node:fs/promises";
import { resolve } from "node:path";
import { LabError } from "@lab/core";
import type { Command } from "../command.ts";
import { provisioningOptions, runJob } from "./_provisioning.ts";

export const command: Command = {
	summary: "Start the cluster anew from a snapshot; what came after is lost",
	arguments: [
		{ name: "<file>", description: "a snapshot that backup brought" },
	],
	options: provisioningOptions,
	example: "pnpm provision restore .lab/provision/backups/2026-11-24/etcd",
	async run(input) {
		const file = resolve(input.args[0] ?? "");
		await access(file).catch((cause) => {
			throw new LabError({
				code: "no-snapshot",
				what: `there is no file ${file}`,
				where: "the command line",
				help: "pnpm provision backup makes one",
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
			"pnpm provision cluster brings what changed since",
		);
	},
};
