import { assertNoFaults, fault } from "@lab/core";
import { describeRow } from "@lab/parity";
import { defineCommand } from "../../command.ts";
import { reports, vaclab2Parity } from "../../reports.ts";
import { checkOption, updateReport } from "./_report.ts";

export const command = defineCommand({
	options: [checkOption],
	example: "pnpm lab report parity --check",
	async run(input) {
		const { unexplained, stale } = vaclab2Parity();
		assertNoFaults([
			...stale,
			...unexplained.map((row) =>
				fault({
					code: "unexplained-difference",
					what: describeRow(row),
					where: "packages/parity/src/vaclab-2/",
					help: "give it back; or write its new name to renames.ts, or why it is gone to reasons.ts",
				}),
			),
		]);
		return updateReport(input, reports.parity);
	},
});
