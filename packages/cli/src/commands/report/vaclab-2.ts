import { components, missingReplacements, renderLab } from "@lab/components";
import { assertNoFaults } from "@lab/core";
import { environments } from "@lab/lab";
import { defineCommand } from "../../command.ts";
import { reports } from "../../reports.ts";
import { checkOption, updateReport } from "./_report.ts";

export const command = defineCommand({
	options: [checkOption],
	example: "pnpm lab report vaclab-2 --check",
	async run(input) {
		assertNoFaults(
			missingReplacements(renderLab(components, environments.vaclab)),
		);
		return updateReport(input, reports.vaclab2);
	},
});
