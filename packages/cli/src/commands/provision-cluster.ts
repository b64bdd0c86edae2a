import type { Command } from "../command.ts";
import { provisioningOptions, runJob } from "./_provisioning.ts";

export const command: Command = {
	summary: "Turn the machines of the inventory into the lab",
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
			"pnpm provision backup keeps a copy of its state here",
		),
};
