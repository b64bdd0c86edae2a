import { exitCode, LabError } from "@lab/core";
import { findPin, locateTools } from "@lab/toolchain";
import { defineCommand } from "../../command.ts";

export const command = defineCommand({
	arguments: [
		{ name: "<name>", description: "program, as in 'pnpm lab tools list'" },
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
				exit: exitCode.unavailable,
			});
		}
		return { exit: 0, document: tool, text: tool.path };
	},
});
