import type { Analysed } from "@lab/analysis/ledger";
import { exitCode } from "@lab/core";
import { analysed, withDatabase } from "@lab/runs/analysis";
import { defineCommand } from "../../command.ts";
import { analysisOptions, runNames } from "./_options.ts";

export const command = defineCommand({
	arguments: [{ name: "<run...>", description: runNames }],
	options: analysisOptions,
	example: "pnpm analyze tables .lab/runs/20260805-gossip-smoke --stack vaclab",
	run: (input) =>
		withDatabase(async (database) => {
			const runs: Analysed[] = [];
			for (const name of input.args)
				runs.push(
					await analysed(
						database,
						name,
						{ ...input.options, again: true },
						input,
					),
				);
			const unaccounted = runs.some(
				({
					lineCount: { unparsed, cut, lost = 0, silent = [], withoutLog = [] },
				}) => unparsed + cut + lost + silent.length + withoutLog.length > 0,
			);
			return {
				exit: unaccounted ? exitCode.no : exitCode.done,
				document: { runs },
				text: runs.map(summary).join("\n"),
			};
		}),
});

const summary = ({
	run,
	tables,
	lineCount: { lines, events, continuations, unparsed, cut, lost, reasons },
}: Analysed): string =>
	[
		`${run}: ${lines} lines = ${events} events + ${continuations} continuations + ${unparsed} unparsed${cut ? `; ${cut} files end in the middle of a line` : ""}${lost ? `; ${lost} lines lost by the collector` : ""}`,
		...reasons.map(
			({ reason, count, samples }) =>
				`  ${count} x ${reason}: ${samples[0]?.text ?? ""}`,
		),
		`  ${tables}/run=${run}`,
	].join("\n");
