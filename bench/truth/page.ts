import { markdownTable } from "@lab/core";
import type { ClockTruth } from "./clocks.ts";
import { CHANGE, type Family, SCATTER } from "./family.ts";

const share = (part: number, of: number, digits = 2): string =>
	of === 0 ? "none" : `${((100 * part) / of).toFixed(digits)} %`;
const percent = (value: number): string => share(value, 1, 1);
const ms = (value: number): string =>
	Number.isNaN(value) ? "none" : value.toFixed(2);

/** The page `docs/reports/analysis.md`. */
export const truthPage = (
	clocks: readonly ClockTruth[],
	families: readonly Family[],
): string => `<!-- Written by 'pnpm bench analysis-truth'. Do not edit. -->

# How far the analysis can be trusted

Both tables come from simulations whose truth is known. \`pnpm bench analysis-truth\` repeats them, with the same random numbers, and rewrites this page.

## Latencies between machines whose clocks differ

Runs of 8 nodes and 200 messages, 200 ms apart. Each message takes 5 to 50 ms to each node, unless another time is given. The clocks' offsets are planted in the log lines; \`analyze report\`'s own path reads them: log files, events, ledger. Counted are deliveries between two clocks. _Within_ is the share whose true latency is within the bound that the ledger states; _not measurable_ the share that has no latency, and says why. _Percentiles_ counts the runs in which the stated bounds of p50, p95, p99 and the maximum all contain the true ones.

${markdownTable(
	[
		"clocks",
		"deliveries",
		"not measurable",
		"within",
		"negative",
		"usual bound, ms",
		"error, p99, ms",
		"percentiles",
	],
	clocks.map(
		({
			world,
			deliveries,
			measured,
			within,
			negative,
			usualBoundMs,
			errorMs,
			percentilesHold,
		}) => [
			world.name,
			deliveries,
			share(deliveries - measured, deliveries),
			share(within, measured),
			negative,
			ms(usualBoundMs),
			ms(errorMs),
			`${percentilesHold} of ${world.runs} runs`,
		],
	),
)}

${clocks.map(({ world }) => `- _${world.name}_: ${world.what}${world.withinAssumptions ? "" : ". The analysis does not promise anything here: it assumes that no two machines have a clock set twice within eight messages, and a step that no messages surround cannot be seen"}`).join("\n")}

## Comparisons of many measures

Two sides of a simulated program are compared by \`analyze compare\`, with ${families[0]?.measures} measures, two of which are primary (the delivery ratio and p95 of the latency; 4 % for these, 1 % for all others). Runs differ by ${percent(SCATTER)} (standard deviation). _Correlation_ is that between any two measures of one run.

${markdownTable(
	[
		"runs per side",
		"correlation",
		"comparisons",
		"any difference",
		"any, each alone at 5 %",
		"'worse'",
		"false 'equivalent'",
	],
	families.map((one) => [
		one.runs,
		one.correlation,
		one.trials,
		percent(one.anyDifference),
		percent(one.anyAlone),
		percent(one.worse),
		percent(one.falselyEquivalent),
	]),
)}

The program is compared with itself: at most 5 % may find any difference. For the last column, every measure was changed by exactly the margin of 5 %: at most 5 % may call any of them equivalent. A share of 5 % among 1000 comparisons has a standard error of 0.7 %, among 500 one of 1.0 %.

What this control costs, as the share of comparisons that find a change of ${percent(CHANGE)} in one measure:

${markdownTable(
	[
		"runs per side",
		"correlation",
		"primary measure",
		"alone at 5 %",
		"other measure",
		"could show (primary)",
		"found at that size",
	],
	families.map((one) => [
		one.runs,
		one.correlation,
		percent(one.primaryPower),
		percent(one.alonePower),
		percent(one.otherPower),
		percent(one.couldShow),
		percent(one.couldShowPower),
	]),
)}

_Could show_ is the median of what \`compare\` states as the smallest change that it would find four times out of five; the last column is how often it finds one of that size. With four runs per side, no change in a measure that is not primary can be shown, however large: name the measures that matter by \`--primary\`, or make ten runs.
`;
