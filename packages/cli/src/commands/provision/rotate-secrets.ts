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
		{
			name: "[secrets...]",
			description: "secrets, as namespace/name (default: all)",
		},
	],
	options: provisioningOptions,
	example: "pnpm provision rotate-secrets opentelemetry/otel-client-token",
	async run(input) {
		const { inventory } = await prepareInventory(provisionOptionsOf(input));
		const known = inventory.all.vars.lab.secrets.map(
			({ namespace, name }) => `${namespace}/${name}`,
		);
		for (const name of input.args) {
			if (known.includes(name)) continue;
			throw new LabError({
				code: "unknown-secret",
				what: `there is no declared secret '${name}'`,
				where: "packages/lab/src/secrets.ts",
				help: suggestion(name, known),
			});
		}
		return runJob(
			input,
			{
				playbook: "rotate-secrets",
				variables: { rotate: input.args.length > 0 ? input.args : ["all"] },
				command: ["pnpm provision rotate-secrets", ...input.args].join(" "),
				downloads: [],
			},
			"restart the pods that use these secrets: a pod reads a Secret only when it starts",
		);
	},
});
