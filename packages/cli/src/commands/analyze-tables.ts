import type { Analysed } from "@lab/analysis/ledger";
import { exitCode } from "@lab/core";
import type { Command } from "../command.ts";
import { analysed, analysisOptions, withDatabase } from "./_analysed.ts";

export const command: Command = {
	summary: "Turn logs and metrics of runs into Parquet tables",
	arguments: [{ name: "<run...>", description: "folders or ids of runs" }],
	options: analysisOptions,
	example: "pnpm analyze tables .lab/runs/20260805-gossip-smoke --stack vaclab",
	run: (input) =>
		withDatabase(async (database) => {
			const runs: Analysed[] = [];
			for (const name of input.args)
				runs.push(
					await analysed(database, name, {
						...input,
						options: { ...input.options, again: true },
					}),
				);
			const unaccounted = runs.some(
				({ lineCount: { unparsed, cut, lost = 0, silent = [] } }) =>
					unparsed + cut + lost + silent.length > 0,
			);
			return {
				exit: unaccounted ? exitCode.no : exitCode.done,
				document: { runs },
				text: runs.map(summary).join("\n"),
			};
		}),
};

const summary = ({
	run,
	tables,
	lineCount: { lines, events, continuations, unparsed, cut, lost, reasons },
}: Analysed): string =>
	[
		`${run}: ${lines} lines = ${events} events + ${continuations} continuations + ${unparsed} unparsed${cut ? `; ${cut} files end within a line` : ""}${lost ? `; ${lost} lines lost by the collector` : ""}`,
		...reasons.map(
			({ reason, count, samples }) =>
				`  ${count} x ${reason}: ${samples[0]?.text ?? ""}`,
		),
		`  ${tables}/run=${run}`,
	].join("\n");
