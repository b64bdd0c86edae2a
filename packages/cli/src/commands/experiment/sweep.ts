import { exitCode, LabError, suggestion } from "@lab/core";
import {
	experiments,
	findExperiment,
	type Sweep,
	sweeps,
} from "@lab/experiments";
import { type MemberResult, openSweep, runSweep } from "@lab/runs";
import { firstDuplicate, planSweep } from "@lab/runs/plans";
import { type Answer, defineCommand } from "../../command.ts";
import { contextOf, runOptions } from "./_options.ts";
import { readPlanRequest } from "./_plans.ts";
import { readRunOptions } from "./_run-options.ts";
import { resultText } from "./_run-text.ts";

export const command = defineCommand({
	arguments: [
		{
			name: "<name>",
			description: "name of a sweep, or of an experiment to vary",
		},
	],
	options: [
		{
			flags: "--grid <key=values>",
			description:
				"values to combine with those of every other --grid: nodes=10,20; repeatable",
			repeatable: true,
		},
		{
			flags: "--zip <key=values>",
			description:
				"values to pair, by position, with those of other --zip; repeatable",
			repeatable: true,
		},
		{
			flags: "--replicates <count>",
			description: "number of runs of each combination",
		},
		{ flags: "--parallel <count>", description: "number of runs at a time" },
		{ flags: "--list", description: "list the plans; run nothing" },
		{
			flags: "--retry",
			description: "run again the runs that did not succeed",
		},
		{
			flags: "--again",
			description: "start over, with new runs for all plans",
		},
		...runOptions,
	],
	example: "pnpm experiment sweep gossip-smoke --grid nodes=10,20 --parallel 2",
	async run(input) {
		const { options, progress } = input;
		const sweep = sweepOf(input.args[0], options);
		const { settings, request } = await readPlanRequest(options, input.root);
		const planned = await planSweep(
			sweep,
			settings,
			{
				...request,
				whereOf: (key) => gridOf(key, options) ?? request.whereOf(key),
			},
			input.root,
		);
		const list = planned.map(
			({ label, plan }, index) =>
				`${String(index + 1).padStart(3)}  ${plan.hash.slice(0, 12)}  ${plan.namespace}  ${label}`,
		);
		if (options.list) {
			return {
				exit: exitCode.done,
				document: { sweep: sweep.name, members: planned },
				text: list.join("\n"),
			};
		}
		const context = contextOf(input);
		const run = await readRunOptions(
			input,
			planned[0]?.plan.backend ?? "process",
		);
		const folder = await openSweep(
			run.state,
			sweep.name,
			planned,
			options.again,
		);
		for (const line of list) progress.note(line);
		if (folder.resumed) progress.note(`resuming ${folder.path}`);
		const results = await runSweep(
			folder,
			sweep.name,
			run,
			{
				parallel: options.parallel ?? sweep.parallel ?? 1,
				retry: options.retry,
				onResult: (result) => progress.note(resultText(result)),
			},
			context,
		);
		return answer(sweep.name, results);
	},
});

/** Builds the sweep from its name and the options. @throws LabError `unknown-sweep`, `wrong-setting` */
function sweepOf(
	name: string,
	{
		grid,
		zip,
		replicates,
	}: {
		readonly grid: readonly string[];
		readonly zip: readonly string[];
		readonly replicates: number | undefined;
	},
): Sweep {
	const found = sweeps.find((sweep) => sweep.name === name);
	const varied = {
		...(grid.length > 0 && { grid: lists("--grid", grid) }),
		...(zip.length > 0 && { zip: lists("--zip", zip) }),
		...(replicates !== undefined && { replicates }),
	};
	if (found !== undefined) return { ...found, ...varied } as Sweep;
	const names = [...sweeps, ...experiments].map((one) => one.name);
	if (!names.includes(name)) {
		throw new LabError({
			code: "unknown-sweep",
			what: `there is no sweep or experiment '${name}'`,
			where: name,
			help: suggestion(name, names),
		});
	}
	const experiment = findExperiment(name);
	return { name, purpose: experiment.purpose, experiment, ...varied } as Sweep;
}

/** Option that varies a parameter, as it was given. */
function gridOf(
	key: string,
	{
		grid,
		zip,
	}: { readonly grid: readonly string[]; readonly zip: readonly string[] },
): string | undefined {
	const sets = (word: string) => word.startsWith(`${key}=`);
	const [inGrid, inZip] = [grid.find(sets), zip.find(sets)];
	if (inGrid !== undefined) return `--grid ${inGrid}`;
	return inZip && `--zip ${inZip}`;
}

/** Parses `nodes=10,20` to `{nodes: ["10", "20"]}`. */
function lists(
	flag: string,
	words: readonly string[],
): Record<string, string[]> {
	const columns = words.map((word): [string, string[]] => {
		const [key = "", values = ""] = word.split("=");
		if (key !== "" && values !== "") return [key, values.split(",")];
		throw new LabError({
			code: "wrong-setting",
			what: `'${word}' is not a key with a list of values`,
			where: `${flag} ${word}`,
			help: `write it as ${flag} nodes=10,20`,
		});
	});
	const repeated = firstDuplicate(columns.map(([key]) => key));
	if (repeated === undefined) return Object.fromEntries(columns);
	throw new LabError({
		code: "wrong-setting",
		what: `'${repeated}' has two lists of values`,
		where: `${flag} ${repeated}=...`,
		help: `write one list: ${flag} ${repeated}=10,20`,
	});
}

/** Exit codes: 0 all pass, 1 an answer is no, 3 a run failed or is not done. */
function answer(name: string, members: readonly MemberResult[]): Answer {
	const works = members.every(
		({ verdict }) => verdict?.outcome === "succeeded",
	);
	const passes = members.every(
		({ verdict }) =>
			verdict?.validity === "valid" &&
			["pass", "no-baseline"].includes(verdict.verdict),
	);
	const done = members.filter(({ verdict }) => verdict !== undefined).length;
	return {
		exit: works ? (passes ? exitCode.done : exitCode.no) : exitCode.unavailable,
		document: { sweep: name, members },
		text: [
			...members.map(resultText),
			`${done} of ${members.length} runs are done${done < members.length ? "; repeat the command to run the rest" : ""}`,
		].join("\n"),
	};
}
