import { defineCommand } from "../../command.ts";
import { provisioningOptions, runJob } from "./_provisioning.ts";

export const command = defineCommand({
	options: provisioningOptions,
	example: "pnpm provision cluster --check",
	run: (input) =>
		runJob(
			input,
			{
				playbook: "cluster",
				command: "pnpm provision cluster",
				downloads: ["k3s", "charts"],
			},
			"'pnpm provision backup' copies the cluster's state to this machine",
		),
});
