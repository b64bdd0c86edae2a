import { compareRuns } from "@lab/analysis/compare";
import { figuresOf, plain, type RunFigures } from "@lab/analysis/report";
import type { Database } from "@lab/analysis/tables";
import { exitCode, LabError } from "@lab/core";
import type { Command, Input } from "../command.ts";
import { analysed, analysisOptions, withDatabase } from "./_analysed.ts";

export const command: Command = {
	summary: "Say whether one set of runs is better or worse than another",
	arguments: [
		{
			name: "<base>",
			description: "runs of one side, with commas between them",
		},
		{ name: "<candidate>", description: "runs of the other side" },
	],
	options: [
		...analysisOptions,
		{
			flags: "--margin <share>",
			description: "largest relative change that does not matter",
			default: "0.05",
		},
	],
	example:
		"pnpm analyze compare v1-a,v1-b,v1-c,v1-d,v1-e v2-a,v2-b,v2-c,v2-d,v2-e",
	run: (input) =>
		withDatabase(async (database) => {
			const margin = Number(input.options.margin);
			if (!(margin > 0 && margin < 1)) {
				throw new LabError({
					code: "bad-margin",
					what: `'${input.options.margin}' is not a share between 0 and 1`,
					where: "--margin",
					help: "write 0.05 for five per cent",
				});
			}
			const [base = "", candidate = ""] = input.args;
			const result = compareRuns(
				await sideOf(database, base, input),
				await sideOf(database, candidate, input),
				{ margin },
			);
			return {
				exit: result.answer === "not worse" ? exitCode.done : exitCode.no,
				document: plain(result),
				text: [
					...result.measures.map(
						({ measure, answer, direction, reason }) =>
							`${measure.padEnd(24)} ${(direction ?? answer).padEnd(14)} ${reason}`,
					),
					`${result.answer} (${result.base.length} against ${result.candidate.length} runs)`,
				].join("\n"),
			};
		}),
};

async function sideOf(
	database: Database,
	names: string,
	input: Input,
): Promise<RunFigures[]> {
	const figures: RunFigures[] = [];
	for (const name of names.split(",").filter(Boolean)) {
		figures.push(
			await figuresOf(database, await analysed(database, name, input)),
		);
	}
	return figures;
}
