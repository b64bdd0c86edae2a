import { pipelineFault, wordsOf } from "./go-pipeline.ts";

/** What a program gives to its templates, beyond what Go does. */
export interface TemplateNames {
	readonly functions: readonly string[];
	/** With the dollar. */
	readonly variables: readonly string[];
}

/** @see https://pkg.go.dev/text/template#hdr-Functions */
const BUILT_IN: readonly string[] = [
	...["and", "call", "eq", "ge", "gt", "html", "index", "js", "le", "len"],
	...["lt", "ne", "not", "or", "print", "printf", "println", "slice"],
	"urlquery",
];

/** Up to the end of an action; braces within a text do not end it. */
const ACTION = /^((?:"(?:\\.|[^"\\\n])*"|`[^`]*`|(?!\}\}).)*?)\}\}/s;

const COMMENT = /^(?:- )?\/\*.*?\*\/(?: -)?\}\}/s;

/**
 * Why Go cannot parse a text as a template.
 *
 * @returns predicate of the text; undefined if it can be parsed
 * @see https://pkg.go.dev/text/template
 */
export function templateFault(
	text: string,
	names: TemplateNames,
): string | undefined {
	const functions = new Set([...BUILT_IN, ...names.functions]);
	const blocks: Block[] = [{ variables: [...names.variables, "$"] }];
	let rest = text;
	for (;;) {
		const start = rest.indexOf("{{");
		if (start === -1) break;
		rest = rest.slice(start + 2);
		const [comment] = COMMENT.exec(rest) ?? [];
		const [whole, action = ""] = ACTION.exec(rest) ?? [];
		const read = comment ?? whole;
		if (read === undefined) return "has a {{ that nothing closes";
		rest = rest.slice(read.length);
		const fault =
			comment === undefined
				? actionFault(action, blocks, functions)
				: undefined;
		if (fault !== undefined) return `has {{${action}}}, which ${fault}`;
	}
	const open = blocks.at(-1)?.keyword;
	return open === undefined
		? undefined
		: `has a {{ ${open} }} without its {{ end }}`;
}

/** A part of a template from a keyword to its end; the variables in it end there. */
interface Block {
	/** Undefined for the whole template. */
	readonly keyword?: string;
	readonly variables: string[];
	/** Whether its `else` has been read. */
	otherwise?: boolean;
}

/** Checks an action, and opens or closes the block that it starts or ends. */
function actionFault(
	action: string,
	blocks: Block[],
	functions: ReadonlySet<string>,
): string | undefined {
	const words = wordsOf(action.replace(/^-\s/, " ").replace(/\s-$/, " "));
	if (typeof words === "string") return words;
	const [keyword, ...others] = words;
	const inner = blocks.at(-1) as Block;
	const pipeline = (of: readonly string[], { variables } = inner) =>
		pipelineFault(of, {
			...{ functions, variables },
			declares: keyword === "range" ? 2 : 1,
		});
	switch (keyword) {
		case undefined:
			return "is empty";
		case "end":
			if (blocks.length === 1) return "ends nothing";
			blocks.pop();
			return others.length > 0 ? "has something after end" : undefined;
		case "else": {
			if (!/^(if|with|range)$/.test(inner.keyword ?? "") || inner.otherwise)
				return "belongs to no if, with or range";
			const [next, ...condition] = others;
			if (next === "if" || next === "with") return pipeline(condition);
			inner.otherwise = true;
			return next === undefined ? undefined : "has something after else";
		}
		case "break":
		case "continue":
			return blocks.some((block) => block.keyword === "range")
				? undefined
				: "is in no range";
		case "define":
		case "block":
		case "template": {
			const [name = "", ...argument] = others;
			const fault = /^["`]/.test(name)
				? argument.length > 0 || keyword === "block"
					? pipeline(argument)
					: undefined
				: "has no name in quotes";
			if (keyword !== "template") blocks.push({ keyword, variables: ["$"] });
			return fault;
		}
		case "if":
		case "with":
		case "range": {
			const block = { keyword, variables: [...inner.variables] };
			blocks.push(block);
			return pipeline(others, block);
		}
		default:
			return pipeline(words);
	}
}
