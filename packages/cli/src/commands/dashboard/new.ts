import { kinds, scaffold } from "@lab/scaffold";
import { defineCommand } from "../../command.ts";
import { nameOf, scaffoldedAnswer } from "../_scaffolded.ts";

export const command = defineCommand({
	arguments: [
		{
			name: "<name>",
			description: nameOf(
				"name of the dashboard, part of its URL",
				kinds.dashboard,
			),
		},
	],
	details:
		"Writes packages/monitoring/src/dashboards/<name>/; adds the dashboard to registry.ts there.",
	example: "pnpm lab dashboard new store-health",
	async run({ args: [name], root, signal }) {
		const scaffolded = await scaffold(kinds.dashboard, name, { root, signal });
		return scaffoldedAnswer(name, scaffolded, {
			edit: [
				`edit packages/monitoring/src/dashboards/${name}/: title, variables, panels`,
			],
			next: [
				[
					"npx vitest run packages/monitoring/src/dashboards",
					"checks the queries",
				],
				["pnpm synth", "renders it for Grafana"],
				["pnpm local-lab up", "starts the replica with it"],
				[`pnpm local-lab open ${name}`, "shows it in the browser"],
			],
		});
	},
});
