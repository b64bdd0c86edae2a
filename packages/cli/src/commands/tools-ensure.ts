import { ensureTools, findPin, pins } from "@lab/ops";
import type { Command } from "../command.ts";

export const command: Command = {
	summary: "Get outside programs: find, download or build them",
	arguments: [{ name: "[names...]", description: "which ones (all of them)" }],
	example: "pnpm lab tools ensure fleet kubectl",
	async run({ args, progress, signal }) {
		const chosen = args.length === 0 ? pins : args.map(findPin);
		const names = chosen.map(({ name }) => name);
		const tools = Object.values(await ensureTools(names, { progress, signal }));
		return {
			exit: 0,
			document: { tools },
			text: tools
				.map(({ name, version, source, path }) =>
					[name, version, source, path].join("  "),
				)
				.join("\n"),
		};
	},
};
