import { fault } from "@lab/core";
import { chartFactsFile, chartFactsFolder } from "../chart-facts.ts";
import { judgeReleases } from "./_chart-values.ts";
import type { Rule } from "./rule.ts";

/** Every chart has committed facts, without which its values cannot be checked. */
export const chartWithoutFacts: Rule = {
	code: "chart-without-facts",
	check(facts, uses) {
		return judgeReleases(facts, uses).unknown.map(({ where, chart }) =>
			fault({
				code: "chart-without-facts",
				what: `there are no facts about chart ${chart.name} ${chart.version}, so the values set in ${where} were not checked`,
				where: `${chartFactsFolder}/${chartFactsFile(chart)}`,
				help: `run 'pnpm lab charts fetch ${chart.name}', and commit the file that it writes`,
			}),
		);
	},
};
