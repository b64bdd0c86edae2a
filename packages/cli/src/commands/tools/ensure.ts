import { ensureTools, findPin, pins } from "@lab/toolchain";
import { defineCommand } from "../../command.ts";

export const command = defineCommand({
	arguments: [{ name: "[names...]", description: "programs (default: all)" }],
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
});
