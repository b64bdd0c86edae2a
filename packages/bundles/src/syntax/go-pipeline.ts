import { nearest } from "@lab/core";
import { stringFault } from "./go-text.ts";

const TOKEN =
	/(\s+)|"(?:\\.|[^"\\\n])*"|`[^`]*`|'(?:\\.|[^'\\\n])+'|[-+]?(?:0[xXbBoO][\da-fA-F_]+|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][-+]?\d+)?)i?(?![\w.])|(?:\.[\p{L}_][\p{L}\d_]*)+|\.|\$[\p{L}\d_]*|[\p{L}_][\p{L}\d_]*|:=|[=|,()]/uy;

/**
 * Splits an action of a template.
 *
 * @returns its words without the spaces, or the fault as a predicate of the action
 */
export function wordsOf(action: string): string[] | string {
	const words: string[] = [];
	let before = "";
	for (TOKEN.lastIndex = 0; TOKEN.lastIndex < action.length; ) {
		const at = TOKEN.lastIndex;
		const [token, space] = TOKEN.exec(action) ?? [];
		if (token === undefined)
			return `has ${JSON.stringify(action.slice(at, at + 10))}, which Go's templates do not have`;
		if (areGlued(before, token))
			return `lacks a space between ${before} and ${token}`;
		const fault = token.startsWith('"') ? stringFault(token) : undefined;
		if (fault !== undefined) return `has ${token}, which ${fault}`;
		if (space === undefined) words.push(token);
		before = token;
	}
	return words;
}

const isOperand = (token: string): boolean =>
	token !== "" && !/^(?:\s+|:=|[=|,()])$/.test(token);

/** Whether two tokens need a space between them. A field directly after an operand is part of it. */
const areGlued = (token: string, next: string): boolean =>
	isOperand(token)
		? next === "(" || (isOperand(next) && !/^\.[\p{L}_]/u.test(next))
		: token === ")" && isOperand(next) && !/^\.[\p{L}_]/u.test(next);

interface Scope {
	readonly functions: ReadonlySet<string>;
	/** With the dollar; the pipeline adds those that it declares. */
	readonly variables: string[];
	/** How many variables it may declare. @default 1 */
	readonly declares?: number;
}

/**
 * Why Go cannot parse a pipeline: commands with `|` between them, after variables that they set.
 *
 * @returns predicate of the pipeline; undefined if it can be parsed
 */
export function pipelineFault(
	words: readonly string[],
	{ functions, variables, declares = 1 }: Scope,
): string | undefined {
	const assigned = words.findIndex((word) => word === ":=" || word === "=");
	const targets = words
		.slice(0, Math.max(assigned, 0))
		.filter((word) => word !== ",");
	if (assigned !== -1) {
		if (targets.length === 0 || !targets.every((one) => one.startsWith("$")))
			return `has ${words[assigned]} after something that is no variable`;
		if (targets.length > declares)
			return `declares too many variables: ${targets.join(", ")}`;
	}
	const value = words.slice(assigned + 1);
	const fault =
		value.length === 0
			? "has no value"
			: (shapeFault(value) ?? nameFault(value, { functions, variables }));
	if (words[assigned] === ":=") variables.push(...targets);
	return fault;
}

/** Finds brackets without their other half, and operators in the wrong place. */
function shapeFault(words: readonly string[]): string | undefined {
	let depth = 0;
	for (const [index, word] of words.entries()) {
		const before = words[index - 1] ?? "|";
		switch (word) {
			case "(":
				depth++;
				if (words[index + 1] === ")") return "has nothing between ( and )";
				break;
			case ")":
				if (depth-- === 0) return "has a ) that nothing opens";
				break;
			case "|":
				if (before === "|" || before === "(")
					return "has a | without a command before it";
				break;
			case ",":
			case "=":
			case ":=":
				return `has an unexpected ${word}`;
			default:
				if (index > 0 && before === "|" && /^(?:["`'\d+-]|nil$)/.test(word))
					return `gives a value to ${word}, which is no function`;
		}
	}
	return depth > 0 ? "has a ( that nothing closes" : undefined;
}

const constants: readonly string[] = ["false", "nil", "true"];

function nameFault(
	words: readonly string[],
	{ functions, variables }: Scope,
): string | undefined {
	for (const word of words) {
		if (word.startsWith("$") && !variables.includes(word))
			return `reads ${word}, which is no variable${didYouMean(word, variables)}`;
		if (
			/^[\p{L}_]/u.test(word) &&
			!constants.includes(word) &&
			!functions.has(word)
		)
			return `calls ${word}, which is no function${didYouMean(word, functions)}`;
	}
	return undefined;
}

function didYouMean(name: string, known: Iterable<string>): string {
	const near = nearest(name, known);
	return near === undefined ? "" : `: did you mean '${near}'?`;
}
