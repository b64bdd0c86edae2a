import { exitCode, LabError } from "@lab/core";
import { findPin, locateTools } from "@lab/ops";
import type { Command } from "../command.ts";

export const command: Command = {
	summary: "Print the path of an outside program that is on this machine",
	arguments: [
		{ name: "<name>", description: "as 'pnpm lab tools list' calls it" },
	],
	example: "pnpm --silent lab tools path kubectl",
	async run({ args: [name = ""] }) {
		const pin = findPin(name);
		const [tool] = await locateTools([pin]);
		if (tool === undefined) {
			throw new LabError({
				code: "tool-missing",
				what: `${pin.name} ${pin.version} is not on this machine`,
				where: `pnpm lab tools path ${pin.name}`,
				help: `get it with 'pnpm lab tools ensure ${pin.name}'`,
				exit: exitCode.letDown,
			});
		}
		return { exit: 0, document: tool, text: tool.path };
	},
};
