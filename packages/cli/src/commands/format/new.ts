import { kinds, scaffold } from "@lab/scaffold";
import { defineCommand } from "../../command.ts";
import { nameOf, scaffoldedAnswer } from "../_scaffolded.ts";

export const command = defineCommand({
	arguments: [
		{
			name: "<name>",
			description: nameOf("name of the log format", kinds.format),
		},
	],
	details:
		"Writes packages/analysis/src/formats/<name>.ts and its test; adds the format to registry.ts there.",
	example: "pnpm lab format new acme-log",
	async run({ args: [name], root, signal }) {
		const scaffolded = await scaffold(kinds.format, name, { root, signal });
		return scaffoldedAnswer(name, scaffolded, {
			edit: [
				`edit packages/analysis/src/formats/${name}.ts, starting with the example line`,
			],
			next: [
				[
					"npx vitest run packages/analysis/src/formats",
					"checks it against the others",
				],
				["pnpm analyze parse <file>", "shows what it parses"],
			],
		});
	},
});
