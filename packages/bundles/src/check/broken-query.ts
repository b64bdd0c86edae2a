import { fault } from "@lab/core";
import { visitEach } from "./_values.ts";
import type { Rule } from "./rule.ts";

const expressions = visitEach((value, path, { source }) => {
	const { alert, record, expr } = (value ?? {}) as Record<string, unknown>;
	if (typeof expr !== "string" || (alert ?? record) === undefined)
		return undefined;
	const broken = brokenPart(expr);
	return broken === undefined
		? undefined
		: fault({
				code: "broken-query",
				what: `the query of rule ${alert ?? record} ${broken}: ${expr.trim()}`,
				where: `${source}: ${path()}.expr`,
				help: "correct the query; the whole group of a broken rule is not evaluated",
			});
});

/**
 * No query of a rule ends in the middle of a bracket, string or operation.
 *
 * Functions and labels are not judged: VictoriaMetrics accepts more than PromQL.
 */
export const brokenQuery: Rule = {
	code: "broken-query",
	check: (bundles) => expressions(bundles),
};

const closing: Readonly<Record<string, string>> = {
	"(": ")",
	"[": "]",
	"{": "}",
};

/** Comments, strings with their escapes, brackets, and quotes that nothing closes. */
const TOKEN =
	/#[^\n]*|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`[^`]*`|[()[\]{}]|["'`]/gs;

/** Why a query cannot be parsed; undefined if it may be. */
function brokenPart(query: string): string | undefined {
	const open: string[] = [];
	for (const [token] of query.matchAll(TOKEN)) {
		if (token in closing) open.push(closing[token] ?? "");
		else if (")]}".includes(token) && open.pop() !== token)
			return `has a ${token} that nothing opens`;
		else if (token.length === 1 && "\"'`".includes(token))
			return `has a ${token} that nothing closes`;
	}
	const missing = open.pop();
	if (missing !== undefined) return `lacks a ${missing}`;
	const code = query
		.replaceAll(TOKEN, (token) =>
			token.startsWith("#") ? "" : token.slice(-1),
		)
		.trim();
	if (code === "") return "is empty";
	return /([-+*/%^,]|[=!<>]=?|[=!]~|(?<![\w:])(and|or|unless|by|on|without))$/i.test(
		code,
	)
		? "ends in the middle of an operation"
		: undefined;
}
