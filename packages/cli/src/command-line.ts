import { join } from "node:path";
import process from "node:process";
import { exitCode, formatFinding, LabError, suggestion } from "@lab/core";
import { Argument, CommanderError, Option, Command as Parser } from "commander";
import type { Answer, Command } from "./command.ts";
import { createProgress } from "./output.ts";
import { type Entry, registry } from "./registry.ts";

const root = join(import.meta.dirname, "../../..");

/** @returns the exit code of the command that the words name */
export async function runCommandLine(
	words: readonly string[],
): Promise<number> {
	const json = words.includes("--json");
	try {
		const entry = findEntry(words);
		if (entry === undefined) {
			process.stdout.write(overview(words));
			return exitCode.done;
		}
		const { command } = await entry.load();
		const rest = words.slice(entry.name.split(" ").length);
		const answer = await execute(entry, command, rest);
		if (answer !== undefined) print(answer, json);
		return answer?.exit ?? exitCode.done;
	} catch (error) {
		return report(error, json);
	}
}

function findEntry(words: readonly string[]): Entry | undefined {
	const names = words.filter((word) => !word.startsWith("-"));
	if (names.length === 0) return undefined;
	const found = registry.find(({ name }) =>
		name.split(" ").every((part, index) => words[index] === part),
	);
	if (found !== undefined) return found;
	const known = registry.map(({ name }) => name);
	const asked = names.slice(0, 2).join(" ");
	const inGroup = known.filter((name) => name.startsWith(`${names[0]} `));
	if (inGroup.length > 0 && names.length === 1) return undefined;
	throw new LabError({
		code: "unknown-command",
		what: `there is no command '${asked}'`,
		where: "the command line",
		help: suggestion(asked, inGroup.length > 0 ? inGroup : known),
	});
}

function overview(words: readonly string[]): string {
	const group = words.find((word) => !word.startsWith("-"));
	const shown = registry
		.filter(({ name }) => group === undefined || name.startsWith(`${group} `))
		.sort((a, b) => (a.name < b.name ? -1 : 1));
	const width = Math.max(...shown.map(({ name }) => name.length));
	return [
		"Usage: pnpm lab <command> [options]",
		"",
		...shown.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
		"",
		"pnpm lab <command> --help shows its options and an example.",
		"",
	].join("\n");
}

async function execute(
	entry: Entry,
	command: Command,
	words: readonly string[],
): Promise<Answer | undefined> {
	const interrupt = new AbortController();
	const stop = () => interrupt.abort();
	// Not `once`: execa ends us by the same signal when it sees no listener but its own.
	process.on("SIGINT", stop).on("SIGTERM", stop);
	const progress = createProgress();
	let answer: Answer | undefined;
	const parser = createParser(entry, command).action(async () => {
		answer = await command.run({
			args: parser.args,
			options: parser.opts(),
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
				where: `pnpm lab ${entry.name}`,
				help:
					error.message.match(/\(Did you mean .*\)/)?.[0] ??
					`pnpm lab ${entry.name} --help shows what it takes`,
			});
		}
		throw error;
	} finally {
		progress.end();
		process.off("SIGINT", stop).off("SIGTERM", stop);
	}
	return answer;
}

function createParser(entry: Entry, command: Command): Parser {
	const parser = new Parser(entry.name)
		.description(command.summary)
		.usage("[options]")
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
	for (const given of command.options ?? []) {
		const option = new Option(given.flags, given.description);
		if (given.choices) option.choices([...given.choices]);
		if (given.default !== undefined) option.default(given.default);
		if (given.repeatable) {
			option
				.argParser((value: string, list: string[] | undefined) => [
					...(list ?? []),
					value,
				])
				.default([]);
		}
		parser.addOption(option);
	}
	return parser.option("--json", "print one JSON document on stdout");
}

function print(answer: Answer, json: boolean): void {
	process.stdout.write(
		json
			? `${JSON.stringify(answer.document, null, 2)}\n`
			: `${answer.text.trimEnd()}\n`,
	);
}

/** Tells a person what is wrong, and a program too that asked for JSON. @returns the exit code @throws what is no LabError */
export function report(error: unknown, json: boolean): number {
	if (!(error instanceof LabError)) throw error;
	if (json) {
		process.stdout.write(
			`${JSON.stringify({ findings: error.findings }, null, 2)}\n`,
		);
	}
	for (const finding of error.findings) {
		process.stderr.write(`${formatFinding(finding)}\n`);
	}
	return error.exit;
}
