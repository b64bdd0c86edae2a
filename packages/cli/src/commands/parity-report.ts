import {
	brokenParity,
	components,
	parityReport,
	renderLab,
} from "@lab/components";
import { assertNoFaults } from "@lab/core";
import { environments } from "@lab/lab";
import type { Command } from "../command.ts";
import { checkOption, settleReport } from "./_report.ts";

/** Below the root of the repository. */
export const reportPath = "docs/reports/parity.md";

export const command: Command = {
	summary: "Write what became of each object of vaclab-2",
	options: [checkOption],
	example: "pnpm lab parity report --check",
	async run(input) {
		assertNoFaults(brokenParity(renderLab(components, environments.vaclab)));
		return settleReport(input, reportPath, parityReport(components));
	},
};
