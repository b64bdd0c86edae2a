import { defineCommand } from "../../command.ts";
import { provisioningOptions, runJob } from "./_provisioning.ts";

export const command = defineCommand({
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
});
