import type { Progress } from "./output.ts";

export interface Option {
	/** As commander reads it: `--env <name>`. */
	readonly flags: string;
	readonly description: string;
	readonly choices?: readonly string[];
	readonly default?: string | boolean | readonly string[];
	/** May stand several times; its values arrive as a list. */
	readonly repeatable?: boolean;
}

export interface Argument {
	/** `<name>` must be there, `[name]` may, `<name...>` takes the rest. */
	readonly name: string;
	readonly description: string;
}

export interface Input {
	readonly args: readonly string[];
	readonly options: Readonly<Record<string, unknown>>;
	/** Where the person stands: the root of the repository. */
	readonly root: string;
	readonly progress: Progress;
	/** Fires on Ctrl-C and on SIGTERM. */
	readonly signal: AbortSignal;
}

export interface Answer {
	readonly exit: 0 | 1 | 2 | 3;
	/** What `--json` prints: one document. */
	readonly document: unknown;
	/** What a person reads. */
	readonly text: string;
}

/** One command: parse, call, and say what came of it. */
export interface Command {
	readonly summary: string;
	readonly arguments?: readonly Argument[];
	readonly options?: readonly Option[];
	/** One call that one can copy. */
	readonly example: string;
	run(input: Input): Promise<Answer>;
}
