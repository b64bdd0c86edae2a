/** Escapes in a string between double quotes. */
const ESCAPE =
	/\\(?:[abfnrtv\\"]|[0-3][0-7]{2}|x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8})/g;

/**
 * Why Go cannot read a string literal.
 *
 * @param literal with its quotes
 * @returns predicate of the literal; undefined if Go can read it
 * @see https://go.dev/ref/spec#String_literals
 */
export function stringFault(literal: string): string | undefined {
	if (literal.startsWith("`")) return undefined;
	const text = literal.slice(1, -1);
	const [unknown] = /\\.?/s.exec(text.replaceAll(ESCAPE, "")) ?? [];
	if (unknown !== undefined)
		return `has the escape ${unknown}, which Go does not know: write \\${unknown}`;
	return text.includes("\n") ? "has a line break" : undefined;
}

/** Letters that may follow a backslash in a regular expression. */
const ESCAPED = /\\(?![pPdDsSwWbBAzCQEafnrtvx0-7]|[^a-zA-Z\d])./;

/** What Go writes otherwise than JavaScript, and the equivalent. */
const DIALECT: readonly (readonly [RegExp, string])[] = [
	[/\\Q.*?(?:\\E|$)/gs, "a"],
	[/\(\?[imsU-]+\)/g, ""],
	[/\(\?[imsU-]+:/g, "(?:"],
	[/\(\?P</g, "(?<"],
	[/\[:\^?[a-z]+:\]/g, "a"],
	[/\\[Az]/g, ""],
];

/**
 * Why Go cannot compile a regular expression.
 *
 * @returns predicate of the expression; undefined if Go may compile it
 * @see https://github.com/google/re2/wiki/Syntax
 */
export function regexpFault(expression: string): string | undefined {
	const [around] = /\(\?<?[=!]/.exec(expression) ?? [];
	if (around !== undefined)
		return `looks around with ${around}…), which Go cannot`;
	const text = expression.replaceAll("\\\\", "");
	const [unknown] = /\\[1-9]/.exec(text) ?? ESCAPED.exec(text) ?? [];
	if (unknown !== undefined) return `has ${unknown}, which Go does not know`;
	const [repeat] =
		/\{(?:\d+,)?(\d{5,}|[2-9]\d{3}|1\d{2}[1-9]|1\d[1-9]\d|1[1-9]\d{2})\}/.exec(
			text,
		) ?? [];
	if (repeat !== undefined)
		return `repeats something ${repeat} times, but Go at most 1000 times`;
	try {
		new RegExp(
			DIALECT.reduce(
				(known, [theirs, ours]) => known.replaceAll(theirs, ours),
				expression,
			),
		);
		return undefined;
	} catch (error) {
		const reason = (error as SyntaxError).message.split(": ").at(-1);
		return `is not a regular expression: ${reason?.toLowerCase()}`;
	}
}
