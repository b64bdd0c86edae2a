import type { Command } from "../command.ts";
import { provisioningOptions, runJob } from "./_provisioning.ts";

export const command: Command = {
	summary: "Prove that nodes, DNS, pods, storage and queries work",
	options: provisioningOptions,
	example: "pnpm provision verify",
	run: (input) =>
		runJob(
			input,
			{
				playbook: "verify",
				command: "pnpm provision verify",
				downloads: [],
			},
			"nothing: all of it works",
		),
};
