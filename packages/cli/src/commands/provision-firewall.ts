import type { Command } from "../command.ts";
import { provisioningOptions, runJob } from "./_provisioning.ts";

export const command: Command = {
	summary: "Put the firewall in place; it takes itself back if we are cut off",
	options: provisioningOptions,
	example: "pnpm provision firewall --check --diff",
	run: (input) =>
		runJob(
			input,
			{
				playbook: "firewall",
				command: "pnpm provision firewall",
				downloads: [],
			},
			"pnpm provision verify",
		),
};
