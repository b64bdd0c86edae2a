import { changesOf, type Job, provision } from "@lab/ops";
import type { Command } from "../command.ts";
import {
	provisioningOptions,
	provisionOptionsOf,
	tell,
} from "./_provisioning.ts";

export const command: Command = {
	summary: "Say whether the machines still are what the facts say; for cron",
	options: provisioningOptions,
	example: "pnpm provision drift --json",
	async run(input) {
		const job: Job = {
			playbook: "cluster",
			command: "pnpm provision drift",
			downloads: ["k3s", "charts"],
		};
		const provisioned = await provision(job, {
			...provisionOptionsOf(input),
			check: true,
			diff: true,
		});
		const drifted = changesOf(provisioned.report);
		return {
			exit: drifted.length === 0 ? 0 : 1,
			document: { ...provisioned.report, drifted },
			text: tell(provisioned, ""),
		};
	},
};
