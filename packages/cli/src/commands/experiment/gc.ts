import { toMilliseconds } from "@lab/core";
import { collectGarbage } from "@lab/runs";
import { defineCommand } from "../../command.ts";
import { contextOf, stateOptions } from "./_options.ts";

export const command = defineCommand({
	options: [
		...stateOptions,
		{
			flags: "--older <duration>",
			description: "delete the files of runs that ended longer ago than this",
		},
		{
			flags: "--kubeconfig <file>",
			description: "kubeconfig of a cluster to remove expired runs from",
		},
		{ flags: "--context <name>", description: "context in the kubeconfig" },
	],
	example: "pnpm experiment gc --older 30d",
	async run(input) {
		const { older, kubeconfig, context } = input.options;
		const garbage = await collectGarbage(
			{
				kubeconfig,
				context,
				olderMs: older && toMilliseconds(older),
			},
			contextOf(input),
		);
		const { ended, deleted, expired } = garbage;
		return {
			exit: 0,
			document: garbage,
			text: [
				`${ended.length} runs ended, ${deleted.length} deleted`,
				...expired.map((what) => `  ${what} removed: expired`),
			].join("\n"),
		};
	},
});
