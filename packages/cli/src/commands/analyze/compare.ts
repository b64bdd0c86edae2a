import { join } from "node:path";
import {
	type Comparisons,
	compareSides,
	documentOf,
	nameOf,
	type Side,
	type SidesComparison,
	sidesBy,
	writeComparison,
} from "@lab/analysis/compare";
import { figuresOf, type RunFigures } from "@lab/analysis/report";
import type { Database } from "@lab/analysis/tables";
import { exitCode, LabError } from "@lab/core";
import { protocols } from "@lab/protocols";
import { analysed, withDatabase } from "@lab/runs/analysis";
import { type Context, defineCommand } from "../../command.ts";
import {
	type AnalysisOptions,
	analysisOptions,
	mixedPlansOption,
	runNames,
} from "./_options.ts";

export const command = defineCommand({
	arguments: [
		{
			name: "<side...>",
			description: `runs of each side, separated by commas: the base first, then what to compare with it; v1=<run>,<run> names a side. With --by: runs. A run: ${runNames}`,
		},
	],
	options: [
		...analysisOptions,
		{
			flags: "--primary <name>",
			description:
				"primary measure of the comparison; repeatable (default: the measures in the plans' criteria)",
			repeatable: true,
		},
		{
			flags: "--margin <share>",
			description: "largest relative change that is considered equivalent",
			default: "0.05",
		},
		{
			flags: "--loss-margin <share>",
			description:
				"the same for ratios: largest relative change of 1 - ratio, such as the share of lost deliveries",
			default: "0.2",
		},
		{
			flags: "--by <name>",
			description:
				"form the sides by a parameter, or another fact of the report; repeatable: sides differ in the first, and all others are held equal",
			repeatable: true,
		},
		{
			flags: "--base <text>",
			description:
				"with --by: value of the first parameter that the others are compared with (default: that of the first run)",
		},
		{
			flags: "--out <folder>",
			description: "folder for a page with box plots and effects",
		},
		mixedPlansOption,
	],
	details:
		"Several candidates share the error: of a hundred comparisons of a program with itself, at most five find any difference.",
	example:
		"pnpm analyze compare v1-a,v1-b,v1-c,v1-d,v1-e v2-a,v2-b,v2-c,v2-d,v2-e",
	run: (input) =>
		withDatabase(async (database) => {
			const { margin, lossMargin, primary, mixedPlans } = input.options;
			const options = {
				margin,
				lossMargin,
				mixedPlans,
				...(primary.length > 0 && { primary }),
			};
			const sides = await sidesOf(database, input);
			const compared = compareSides(sides, options);
			const { out } = input.options;
			if (out !== undefined) {
				input.progress.step("drawing the plots");
				await writeComparison(compared, out);
			}
			return {
				exit: compared.answer === "not worse" ? exitCode.done : exitCode.no,
				document: documentOf(compared),
				text: [
					pageText(compared),
					...(out === undefined ? [] : [join(out, "compare.html")]),
				].join("\n"),
			};
		}),
});

/** One pair answers by itself; several have headings, and an answer of all. */
function pageText({ pairs, answer }: SidesComparison): string {
	const [only] = pairs;
	if (pairs.length === 1 && only !== undefined) return textOf(only.result);
	return [
		...pairs.map((pair) => `${nameOf(pair)}\n${textOf(pair.result)}\n`),
		`${answer} (${pairs.length} comparisons)`,
	].join("\n");
}

function textOf({
	base,
	candidate,
	measures,
	invalid,
	answer,
}: Comparisons): string {
	const part = (title: string, primary: boolean) => {
		const rows = measures.filter((one) => one.primary === primary);
		if (rows.length === 0) return [];
		return [
			title,
			...rows.map(
				(one) =>
					`  ${one.measure.padEnd(24)} ${(one.direction ?? one.answer).padEnd(14)} ${one.reason}`,
			),
		];
	};
	return [
		...part("primary measures:", true),
		...part("other measures, tested at a stricter level:", false),
		...invalid.map(({ run, why }) => `invalid: ${run}: ${why}`),
		`${answer} (${base.length} against ${candidate.length} runs)`,
	].join("\n");
}

type CompareInput = Context & {
	readonly args: readonly string[];
	readonly options: AnalysisOptions & {
		readonly by: readonly string[];
		readonly base: string | undefined;
	};
};

/** Reads the sides, or the runs that `--by` makes sides of. @throws LabError `one-side` */
async function sidesOf(
	database: Database,
	input: CompareInput,
): Promise<readonly Side[]> {
	const { by, base } = input.options;
	if (by.length > 0) {
		const runs: RunFigures[] = [];
		for (const names of input.args)
			runs.push(...(await runsOf(database, names, input)));
		return sidesBy(runs, by, base);
	}
	if (input.args.length < 2) {
		throw new LabError({
			code: "one-side",
			what: "there is one side, and nothing to compare it with",
			where: input.args.join(" "),
			help: "give the runs of the base and those of a candidate, each separated by commas, or form sides with --by",
			exit: exitCode.wrongInput,
		});
	}
	const sides: Side[] = [];
	for (const [index, text] of input.args.entries()) {
		const [, name, runs = text] = /^([\w.+-]+)=(.+)$/.exec(text) ?? [];
		sides.push({
			name: name ?? defaultName(index, input.args.length),
			within: "",
			runs: await runsOf(database, runs, input),
		});
	}
	return sides;
}

const defaultName = (index: number, count: number): string =>
	index === 0 ? "base" : count === 2 ? "candidate" : `candidate ${index}`;

async function runsOf(
	database: Database,
	names: string,
	input: CompareInput,
): Promise<RunFigures[]> {
	const figures: RunFigures[] = [];
	for (const name of names.split(",").filter(Boolean)) {
		figures.push(
			await figuresOf(
				database,
				await analysed(database, name, input.options, input),
				protocols,
			),
		);
	}
	return figures;
}
