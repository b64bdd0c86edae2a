import { changesOf, type Job, provision } from "@lab/provision";
import { defineCommand } from "../../command.ts";
import {
	provisioningOptions,
	provisionOptionsOf,
	provisionText,
} from "./_provisioning.ts";

export const command = defineCommand({
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
			text: provisionText(provisioned, ""),
		};
	},
});
