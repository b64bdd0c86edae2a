import { kinds, scaffold } from "@lab/scaffold";
import { defineCommand } from "../../command.ts";
import { nameOf, scaffoldedAnswer } from "../_scaffolded.ts";

export const command = defineCommand({
	arguments: [
		{
			name: "<name>",
			description: nameOf("name of the protocol", kinds.protocol),
		},
	],
	details:
		"Writes packages/protocols/src/<name>/; adds the protocol to registry.ts there and a measure to packages/record/src/measures.ts and its test.",
	example: "pnpm lab protocol new ping",
	async run({ args: [name], root, signal }) {
		const scaffolded = await scaffold(kinds.protocol, name, { root, signal });
		return scaffoldedAnswer(name, scaffolded, {
			edit: [
				`edit packages/protocols/src/${name}/: events, figures, the images that log them`,
				`edit '${name}.slowest' in packages/record/src/measures.ts`,
			],
			next: [
				[
					"npx vitest run packages/protocols packages/record test/measures.test.ts",
				],
			],
		});
	},
});
