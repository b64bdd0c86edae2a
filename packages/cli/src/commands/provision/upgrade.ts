import { LabError, suggestion } from "@lab/core";
import { prepareInventory } from "@lab/provision";
import { defineCommand } from "../../command.ts";
import {
	provisioningOptions,
	provisionOptionsOf,
	runJob,
} from "./_provisioning.ts";

export const command = defineCommand({
	arguments: [
		{ name: "<version>", description: "k3s version, such as v1.33.7+k3s1" },
	],
	options: provisioningOptions,
	example: "pnpm provision upgrade v1.33.7+k3s1",
	async run(input) {
		const { inventory } = await prepareInventory(provisionOptionsOf(input));
		const { releases, version: declared } = inventory.all.vars.lab.k3s;
		const version = input.args[0];
		if (!(version in releases)) {
			throw new LabError({
				code: "unknown-version",
				what: `k3s ${version} is not pinned`,
				where: "packages/provision/src/downloads.ts",
				help: suggestion(version, Object.keys(releases)),
			});
		}
		return runJob(
			input,
			{
				playbook: "upgrade",
				variables: { k3s_version: version },
				command: `pnpm provision upgrade ${version}`,
				downloads: ["k3s"],
			},
			version === declared
				? "pnpm provision verify"
				: `the lab is set up with ${declared}: continue with the next version`,
		);
	},
});
