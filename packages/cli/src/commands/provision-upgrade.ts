import { LabError, suggestion } from "@lab/core";
import { prepareInventory } from "@lab/ops";
import type { Command } from "../command.ts";
import {
	provisioningOptions,
	provisionOptionsOf,
	runJob,
} from "./_provisioning.ts";

export const command: Command = {
	summary: "Move k3s to another version, one machine after the other",
	arguments: [{ name: "<version>", description: "such as v1.33.7+k3s1" }],
	options: provisioningOptions,
	example: "pnpm provision upgrade v1.33.7+k3s1",
	async run(input) {
		const { inventory } = await prepareInventory(provisionOptionsOf(input));
		const { releases, version: usual } = inventory.all.vars.lab.k3s;
		const version = input.args[0] ?? "";
		if (!(version in releases)) {
			throw new LabError({
				code: "unknown-version",
				what: `k3s ${version} is not pinned`,
				where: "packages/ops/src/provision/downloads.ts",
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
			version === usual
				? "pnpm provision verify"
				: `the lab is set up with ${usual}: go on with the next version`,
		);
	},
};
