import { LabError, suggestion } from "@lab/core";
import { prepareInventory } from "@lab/ops";
import type { Command } from "../command.ts";
import {
	provisioningOptions,
	provisionOptionsOf,
	runJob,
} from "./_provisioning.ts";

export const command: Command = {
	summary: "Draw declared secrets anew",
	arguments: [
		{
			name: "[secrets...]",
			description: "namespace/name; all of them unless named",
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
				what: `no secret '${name}' is declared`,
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
			"restart what reads them: pods see a new Secret only when they start",
		);
	},
};
