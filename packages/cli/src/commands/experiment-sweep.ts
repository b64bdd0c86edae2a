import { exitCode, LabError, suggestion } from "@lab/core";
import {
	experiments,
	findExperiment,
	membersOf,
	type Sweep,
	sweeps,
} from "@lab/experiments";
import { takeLease } from "@lab/runner";
import type { Answer, Command, Input } from "../command.ts";
import { planner, readAllSettings } from "../experiment/plan-named.ts";
import { readRunOptions, runOptions } from "../experiment/run-settings.ts";
import {
	type MemberResult,
	resultText,
	runSweep,
} from "../experiment/run-sweep.ts";
import { openSweep, type PlannedMember } from "../experiment/sweep-state.ts";

const listOption = (name: string, description: string) => ({
	flags: `--${name} <key=values>`,
	description,
	repeatable: true,
});

export const command: Command = {
	summary: "Run an experiment many times; called again, it goes on",
	arguments: [
		{ name: "<name>", description: "of a sweep, or of an experiment to vary" },
	],
	options: [
		listOption("grid", "every value with every other: nodes=10,20"),
		listOption("zip", "values that go along with those of other --zip"),
		{ flags: "--replicates <count>", description: "how often each is run" },
		{ flags: "--parallel <count>", description: "how many runs at a time" },
		{ flags: "--list", description: "show the plans, run nothing" },
		{ flags: "--retry", description: "run again what did not succeed" },
		{ flags: "--again", description: "run all of it anew" },
		...runOptions,
	],
	example: "pnpm experiment sweep gossip-smoke --grid nodes=10,20 --parallel 2",
	async run(input) {
		const { options, progress } = input;
		const sweep = sweepOf(input);
		const planned = await planMembers(sweep, input);
		const list = planned.map(
			({ label, plan }, index) =>
				`${String(index + 1).padStart(3)}  ${plan.hash.slice(0, 12)}  ${plan.namespace}  ${label}`,
		);
		if (options.list === true) {
			return {
				exit: exitCode.done,
				document: { sweep: sweep.name, members: planned },
				text: list.join("\n"),
			};
		}
		const run = await readRunOptions(
			input,
			planned[0]?.plan.backend ?? "process",
		);
		const folder = await openSweep(
			run.state,
			sweep.name,
			planned,
			options.again === true,
		);
		for (const line of list) progress.note(line);
		if (folder.resumed) progress.note(`goes on with ${folder.path}`);
		const taken = await takeLease(folder.lease, `sweep ${sweep.name}`);
		if ("heldBy" in taken) {
			throw new LabError({
				code: "sweep-runs",
				what: `${taken.heldBy} is at it`,
				where: folder.path,
				help: "wait for it, or end it with Ctrl-C and call this again",
			});
		}
		try {
			return answer(
				sweep.name,
				await runSweep(
					folder,
					run,
					{
						parallel: countOf(options.parallel, sweep.parallel ?? 1),
						retry: options.retry === true,
					},
					input,
				),
			);
		} finally {
			await taken.lease.release();
		}
	},
};

/** The sweep that the name and the flags mean. @throws LabError `unknown-sweep`, `wrong-setting` */
function sweepOf({ args, options }: Input): Sweep {
	const [name = ""] = args;
	const found = sweeps.find((sweep) => sweep.name === name);
	const varied = {
		...(lists(options.grid) && { grid: lists(options.grid) }),
		...(lists(options.zip) && { zip: lists(options.zip) }),
		...(options.replicates !== undefined && {
			replicates: countOf(options.replicates, 1),
		}),
	};
	if (found !== undefined) return { ...found, ...varied } as Sweep;
	const names = [...sweeps, ...experiments].map((one) => one.name);
	if (!names.includes(name)) {
		throw new LabError({
			code: "unknown-sweep",
			what: `there is no sweep and no experiment '${name}'`,
			where: "the name",
			help: suggestion(name, names),
		});
	}
	const experiment = findExperiment(name);
	return { name, purpose: experiment.purpose, experiment, ...varied } as Sweep;
}

async function planMembers(
	sweep: Sweep,
	input: Input,
): Promise<PlannedMember[]> {
	const fixed = await readAllSettings(input);
	assertVariedOnce(sweep, Object.keys(fixed));
	const { seed } = input.options;
	const planOf = await planner(sweep.experiment, input);
	try {
		return membersOf(
			sweep,
			fixed,
			typeof seed === "string" ? seed : undefined,
		).map((member) => ({
			...member,
			plan: planOf({ ...fixed, ...member.settings }, member.seed),
		}));
	} catch (error) {
		if (!(error instanceof RangeError)) throw error;
		throw new LabError({
			code: "wrong-sweep",
			what: error.message,
			where: sweep.name,
			help: "give every --zip as many values, and leave something to run",
			cause: error,
		});
	}
}

/** @throws LabError `wrong-sweep` where the sweep would set a parameter to something else than asked, or run one plan twice */
function assertVariedOnce(
	{ name, grid = {}, zip = {}, list = [] }: Sweep,
	fixed: readonly string[],
): void {
	const columns = [...Object.keys(grid), ...Object.keys(zip)];
	const varied = [...columns, ...new Set(list.flatMap(Object.keys))];
	const twice = firstTwice([...fixed, ...varied]);
	const again = Object.entries(grid).find(
		([, values = []]) => firstTwice(values.map(String)) !== undefined,
	)?.[0];
	if (twice === undefined && again === undefined) return;
	throw new LabError({
		code: "wrong-sweep",
		what:
			twice === undefined
				? `'${again}' has a value twice`
				: `'${twice}' is set more than once`,
		where: name,
		help:
			twice === undefined
				? "name each value once; --replicates runs each several times"
				: "name it in one of --grid, --zip and --set",
	});
}

/** `nodes=10,20` as `{nodes: ["10", "20"]}`. */
function lists(given: unknown): Record<string, string[]> | undefined {
	const words = (given ?? []) as readonly string[];
	if (words.length === 0) return undefined;
	const columns = words.map((word): [string, string[]] => {
		const [key = "", values = ""] = word.split("=");
		if (key !== "" && values !== "") return [key, values.split(",")];
		throw new LabError({
			code: "wrong-setting",
			what: `'${word}' varies nothing`,
			where: "--grid, --zip",
			help: "write it as --grid nodes=10,20",
		});
	});
	const twice = firstTwice(columns.map(([key]) => key));
	if (twice === undefined) return Object.fromEntries(columns);
	throw new LabError({
		code: "wrong-setting",
		what: `'${twice}' has two lists`,
		where: "--grid, --zip",
		help: `write them as one: --grid ${twice}=10,20`,
	});
}

const firstTwice = (words: readonly string[]): string | undefined =>
	words.find((word, index) => words.indexOf(word) !== index);

function countOf(given: unknown, standard: number): number {
	if (given === undefined) return standard;
	const count = Number(given);
	if (Number.isInteger(count) && count > 0) return count;
	throw new LabError({
		code: "wrong-setting",
		what: `'${String(given)}' is not a count`,
		where: "--parallel, --replicates",
		help: "write a whole number from 1",
	});
}

/** Exit codes: 0 all pass, 1 some answer is no, 3 some run did not work or is not over. */
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
		exit: works ? (passes ? exitCode.done : exitCode.no) : exitCode.letDown,
		document: { sweep: name, members },
		text: [
			...members.map(resultText),
			`${done} of ${members.length} runs are done${done < members.length ? "; the same call goes on with the others" : ""}`,
		].join("\n"),
	};
}
