import { assertNoFaults } from "@lab/core";
import { brokenTwins, experiments, twinsReport } from "@lab/experiments";
import type { Command } from "../command.ts";
import { checkOption, settleReport } from "./_report.ts";

/** Below the root of the repository. */
export const reportPath = "docs/reports/experiments.md";

export const command: Command = {
	summary: "Write what became of each experiment of 10ksim",
	options: [checkOption],
	example: "pnpm lab experiments report --check",
	async run(input) {
		assertNoFaults(brokenTwins(experiments));
		return settleReport(input, reportPath, twinsReport(experiments));
	},
};
