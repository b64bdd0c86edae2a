import { defineCommand } from "../../command.ts";
import { provisioningOptions, runJob } from "./_provisioning.ts";

export const command = defineCommand({
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
			"nothing: everything works",
		),
});
