import { assertNoFaults } from "@lab/core";
import { experiments, missingSuccessors } from "@lab/experiments";
import { defineCommand } from "../../command.ts";
import { reports } from "../../reports.ts";
import { checkOption, updateReport } from "./_report.ts";

export const command = defineCommand({
	options: [checkOption],
	example: "pnpm lab report 10ksim --check",
	async run(input) {
		assertNoFaults(missingSuccessors(experiments));
		return updateReport(input, reports.tenKsim);
	},
});
