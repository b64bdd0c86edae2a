import type { Duration, Progress } from "@lab/core";

/** Declaration of an option. The name of its value decides how the value is parsed: see `ValueOf`. */
export interface Option {
	/** `--check`, `--no-wait`, `--env <name>` or `--public [address]`. */
	readonly flags: string;
	readonly description: string;
	readonly choices?: readonly string[];
	readonly default?: string;
	/** Can be given several times; the values arrive as a list. */
	readonly repeatable?: boolean;
}

export interface Argument {
	/** `<name>` is required, `[name]` is optional, `<name...>` takes all remaining words. */
	readonly name: string;
	readonly description: string;
}

/** Declares options shared by several commands. */
export const defineOptions = <const Options extends readonly Option[]>(
	options: Options,
): Options => options;

type CamelCase<Text extends string> = Text extends `${infer Head}-${infer Tail}`
	? `${Head}${Capitalize<CamelCase<Tail>>}`
	: Text;

type KeyOf<Flags extends string> = Flags extends `--no-${infer Name}`
	? CamelCase<Name>
	: Flags extends `--${infer Name} ${string}`
		? CamelCase<Name>
		: Flags extends `--${infer Name}`
			? CamelCase<Name>
			: never;

/** `<duration>` arrives as a checked duration, `<count>` as a positive integer, `<share>` as a number between 0 and 1, anything else as text. */
type ValueOf<Name extends string, Given extends Option> = Given extends {
	readonly choices: readonly (infer Choice)[];
}
	? Choice
	: Name extends "duration"
		? Duration
		: Name extends "count" | "share"
			? number
			: string;

type OptionValue<Given extends Option> =
	Given["flags"] extends `${string} <${infer Name}>`
		? Given extends { readonly repeatable: true }
			? readonly string[]
			:
					| ValueOf<Name, Given>
					| (Given extends { readonly default: string } ? never : undefined)
		: Given["flags"] extends `${string} [${string}]`
			? string | true | undefined
			: boolean;

/** Parsed values of the declared options: `--no-wait` becomes `wait: boolean`, `--env <name>` becomes `env`. */
export type OptionsOf<Options extends readonly Option[]> = {
	readonly [Given in Options[number] as KeyOf<
		Given["flags"]
	>]: OptionValue<Given>;
};

/** Parsed values of the declared arguments, in order. */
export type ArgumentsOf<Arguments extends readonly Argument[]> =
	Arguments extends readonly [
		infer First extends Argument,
		...infer Rest extends readonly Argument[],
	]
		? First["name"] extends `${string}...${string}`
			? readonly string[]
			: readonly [
					First["name"] extends `<${string}` ? string : string | undefined,
					...ArgumentsOf<Rest>,
				]
		: readonly [];

/** Environment that a command runs in. */
export interface Context {
	/** Root of the repository. */
	readonly root: string;
	readonly progress: Progress;
	/** Fires on Ctrl-C and on SIGTERM. */
	readonly signal: AbortSignal;
}

export interface Input<Options = unknown, Arguments = readonly string[]>
	extends Context {
	readonly args: Arguments;
	readonly options: Options;
}

export interface Answer {
	readonly exit: 0 | 1 | 2 | 3;
	/** Printed by `--json`, as one document. */
	readonly document: unknown;
	/** Printed without `--json`, for people. */
	readonly text: string;
}

/** One command: calls an operation and formats its answer. Its name and summary are in the registry. */
export interface Command<
	Options extends readonly Option[] = readonly Option[],
	Arguments extends readonly Argument[] = readonly Argument[],
> {
	readonly arguments?: Arguments;
	readonly options?: Options;
	/** Sentences of the help, after the summary. */
	readonly details?: string;
	/** Example call, to copy. */
	readonly example: string;
	run(
		input: Input<OptionsOf<Options>, ArgumentsOf<Arguments>>,
	): Promise<Answer>;
}

/** A command with any options and arguments, as the command line parses and runs it. */
export interface AnyCommand {
	readonly arguments?: readonly Argument[];
	readonly options?: readonly Option[];
	readonly details?: string;
	readonly example: string;
	run(input: Input<never, never>): Promise<Answer>;
}

/** Infers the types of the options and arguments from their declarations. */
export const defineCommand = <
	const Options extends readonly Option[] = readonly [],
	const Arguments extends readonly Argument[] = readonly [],
>(
	command: Command<Options, Arguments>,
): Command<Options, Arguments> => command;
