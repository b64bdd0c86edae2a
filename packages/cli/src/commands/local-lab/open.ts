import { exitCode, LabError, suggestion } from "@lab/core";
import {
	dashboardsOf,
	endpointsOf,
	openInBrowser,
	readBundles,
} from "@lab/replica";
import { defineCommand } from "../../command.ts";
import { localLab, runningReplica } from "./_local-lab.ts";

export const command = defineCommand({
	arguments: [
		{
			name: "[dashboard]",
			description: "'metrics', 'logs' or a dashboard (default: list them)",
		},
	],
	options: [{ flags: "--print", description: "print the URL; do not open it" }],
	example: "pnpm local-lab open metrics --print",
	async run(input) {
		const { args, options } = input;
		const { folder, tree } = localLab(input);
		const record = await runningReplica(input);
		const pages = dashboardsOf(
			await readBundles(tree),
			endpointsOf(folder, record),
		);
		const names = Object.keys(pages);
		const [name] = args;
		if (name === undefined)
			return {
				exit: exitCode.done,
				document: { pages },
				text: names.map((one) => `${one}  ${pages[one]}`).join("\n"),
			};
		const url = pages[name];
		if (url === undefined)
			throw new LabError({
				code: "unknown-dashboard",
				what: `there is no dashboard '${name}'`,
				where: tree,
				help: suggestion(name, names),
			});
		const opened = !options.print && (await openInBrowser(url));
		return {
			exit: exitCode.done,
			document: { name, url, opened },
			text: url,
		};
	},
});
