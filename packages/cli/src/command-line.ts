import { join } from "node:path";
import process from "node:process";
import {
	exitCode,
	formatFinding,
	LabError,
	placeOf,
	suggestion,
	systemError,
} from "@lab/core";
import { Argument, CommanderError, Option, Command as Parser } from "commander";
import type { Answer, AnyCommand, Option as Declared } from "./command.ts";
import { readerOf } from "./option-values.ts";
import { createProgress, tolerateClosedPipes } from "./output.ts";
import { type Entry, registry } from "./registry.ts";

const root = join(import.meta.dirname, "../../..");

/** Runs the command that the words name. @returns its exit code */
export async function runCommandLine(
	words: readonly string[],
	commands: readonly Entry[] = registry,
): Promise<number> {
	const json = words.includes("--json");
	// Without a listener, Node prints a stack trace and exits with 1, which means `no`.
	const exitWith = (error: unknown) => process.exit(report(error, json));
	process.on("uncaughtException", exitWith);
	tolerateClosedPipes();
	try {
		const entry = findEntry(words, commands);
		if (entry === undefined) {
			process.stdout.write(overview(words, commands));
			return exitCode.done;
		}
		const { command } = await entry.load().catch(unloadable);
		const rest = words.slice(entry.name.split(" ").length);
		const answer = await execute(entry, command, rest);
		if (answer !== undefined) print(answer, json);
		return answer?.exit ?? exitCode.done;
	} catch (error) {
		return report(error, json);
	} finally {
		process.off("uncaughtException", exitWith);
	}
}

/** Facts, components and experiments are source files: some mistakes in them surface when they are loaded. */
function unloadable(error: unknown): never {
	throw new LabError({
		code: "unusable-source",
		what: firstLines(error),
		where: placeOf(error) ?? "packages",
		help: "correct it; 'npx tsc -p .' shows more",
		cause: error,
	});
}

const firstLines = (error: unknown): string =>
	String(error).split("\n").slice(0, 3).join("\n");

function findEntry(
	words: readonly string[],
	commands: readonly Entry[],
): Entry | undefined {
	const names = words.filter((word) => !word.startsWith("-"));
	if (names.length === 0) return undefined;
	const found = commands.find(({ name }) =>
		name.split(" ").every((part, index) => words[index] === part),
	);
	if (found !== undefined) return found;
	const known = commands.map(({ name }) => name);
	const asked = names.slice(0, 2).join(" ");
	const inGroup = known.filter((name) => name.startsWith(`${names[0]} `));
	if (inGroup.length > 0 && names.length === 1) return undefined;
	throw new LabError({
		code: "unknown-command",
		what: `there is no command '${asked}'`,
		where: `pnpm lab ${asked}`,
		help: suggestion(asked, inGroup.length > 0 ? inGroup : known),
	});
}

function overview(
	words: readonly string[],
	commands: readonly Entry[],
): string {
	const group = words.find((word) => !word.startsWith("-"));
	const shown = commands
		.filter(({ name }) => group === undefined || name.startsWith(`${group} `))
		.sort((a, b) => (a.name < b.name ? -1 : 1));
	const width = Math.max(...shown.map(({ name }) => name.length));
	return [
		"Usage: pnpm lab <command> [options]",
		"",
		...shown.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
		"",
		"pnpm lab <command> --help shows the options of a command and an example.",
		"synth, local-lab, provision, experiment and analyze also run without 'lab', as in 'pnpm synth'.",
		"Exit codes: 0 done, 1 the answer is no, 2 wrong input, 3 a machine or service failed.",
		"",
	].join("\n");
}

async function execute(
	entry: Entry,
	command: AnyCommand,
	words: readonly string[],
): Promise<Answer | undefined> {
	const interrupt = new AbortController();
	const stop = () => interrupt.abort();
	// Not `once`: execa kills this process with the same signal if no other listener is registered.
	process.on("SIGINT", stop).on("SIGTERM", stop);
	const progress = createProgress();
	let answer: Answer | undefined;
	const parser = createParser(entry, command).action(async () => {
		answer = await command.run({
			args: argumentsOf(command, parser.args) as never,
			options: valuesOf(command, parser.opts()) as never,
			root,
			progress,
			signal: interrupt.signal,
		});
	});
	try {
		await parser.parseAsync([...words], { from: "user" });
	} catch (error) {
		if (error instanceof CommanderError) {
			if (error.exitCode === 0) return undefined;
			throw new LabError({
				code: error.code.replace("commander.", ""),
				what: error.message.replace(/^error: /, "").split("\n")[0] ?? "",
				where: callOf(entry, command),
				help:
					error.message.match(/\(Did you mean .*\)/)?.[0] ??
					`see '${callOf(entry, command)} --help'`,
			});
		}
		throw error;
	} finally {
		progress.end();
		process.off("SIGINT", stop).off("SIGTERM", stop);
	}
	return answer;
}

/** All words if the last argument takes the rest, else one value or undefined for each declared argument. */
const argumentsOf = (
	{ arguments: declared = [] }: AnyCommand,
	given: readonly string[],
): readonly (string | undefined)[] =>
	declared.at(-1)?.name.includes("...")
		? given
		: declared.map((_, index) => given[index]);

/** Adds the options that were not given: false for a flag, an empty list for a repeatable option. */
function valuesOf(
	{ options = [] }: AnyCommand,
	given: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
	const absent = options.map((option) => [
		new Option(option.flags).attributeName(),
		option.repeatable === true
			? []
			: /[<[]/.test(option.flags)
				? undefined
				: false,
	]);
	return { ...Object.fromEntries(absent), ...given };
}

/** How an engineer calls the command, as in its example: `pnpm experiment run` or `pnpm lab charts fetch`. */
const callOf = ({ name }: Entry, { example }: AnyCommand): string =>
	example.startsWith(`pnpm ${name}`) ? `pnpm ${name}` : `pnpm lab ${name}`;

function createParser(entry: Entry, command: AnyCommand): Parser {
	const { details } = command;
	const parser = new Parser(callOf(entry, command))
		.description(
			[entry.summary, ...(details === undefined ? [] : [details])].join("\n\n"),
		)
		.usage("[options]")
		.helpOption("-h, --help", "show this help")
		.exitOverride()
		.configureOutput({ outputError: () => {} })
		.addHelpText("after", `\nExample:\n  ${command.example}`);
	for (const { name, description } of command.arguments ?? []) {
		parser.addArgument(new Argument(name, description));
	}
	if (command.arguments?.length) {
		parser.usage(
			`${command.arguments.map(({ name }) => name).join(" ")} [options]`,
		);
	}
	for (const option of command.options ?? [])
		parser.addOption(parsedOption(option));
	return parser.option("--json", "print one JSON document on stdout");
}

function parsedOption(declared: Declared): Option {
	const option = new Option(declared.flags, declared.description);
	if (declared.choices) option.choices([...declared.choices]);
	const read = readerOf(declared);
	if (read === undefined) return option;
	if (declared.default !== undefined)
		option.default(read(declared.default), declared.default);
	return option.argParser((text: string, before: unknown) =>
		declared.repeatable === true
			? [...((before as unknown[] | undefined) ?? []), read(text)]
			: read(text),
	);
}

function print(answer: Answer, json: boolean): void {
	process.stdout.write(
		json
			? `${JSON.stringify(answer.document, null, 2)}\n`
			: `${answer.text.trimEnd()}\n`,
	);
}

/**
 * Prints the findings of an error on stderr and, with `--json`, as a document on stdout.
 *
 * @returns the exit code, which is never `no`
 */
export function report(thrown: unknown, json: boolean): number {
	const error = asLabError(thrown);
	if (json) {
		process.stdout.write(
			`${JSON.stringify({ findings: error.findings }, null, 2)}\n`,
		);
	}
	for (const finding of error.findings) {
		process.stderr.write(`${formatFinding(finding)}\n`);
	}
	if (process.env[STACK] !== undefined && thrown instanceof Error)
		process.stderr.write(`${thrown.stack}\n`);
	return error.exit;
}

/** Environment variable that makes commands print the stack trace of an error. */
const STACK = "VACLAB_STACK";

function asLabError(error: unknown): LabError {
	if (error instanceof LabError) return error;
	if (error instanceof Error && error.name === "AbortError")
		return new LabError({
			code: "interrupted",
			what: "the command was interrupted",
			where: "pnpm lab",
			help: "run it again",
			exit: exitCode.unavailable,
			cause: error,
		});
	return (
		systemError(error) ??
		new LabError({
			code: "unexpected-error",
			what: firstLines(error),
			where: placeOf(error) ?? "pnpm lab",
			help: `correct the line if it is yours; otherwise report it with the output of ${STACK}=1`,
			exit: exitCode.unavailable,
			cause: error,
		})
	);
}
