import { Refusal, refusalOf } from "./_refusal.ts";

/**
 * Why a text is no expression in CEL. Names and types are not judged: each
 * program gives its expressions other ones.
 *
 * @returns predicate of the expression; undefined if it can be parsed
 * @see https://github.com/google/cel-spec/blob/master/doc/langdef.md#syntax
 */
export function expressionFault(expression: string): string | undefined {
	return refusalOf(() => new Parser(tokensOf(expression)).whole());
}

const STRING =
	/[rRbB]{0,2}(?:"""[\s\S]*?"""|'''[\s\S]*?''')|[rR][bB]?(?:"[^"\n]*"|'[^'\n]*')|[bB]?(?:"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')/;
const NUMBER =
	/0x[\da-fA-F]+u?|\d+\.\d+(?:[eE][-+]?\d+)?|\d+[eE][-+]?\d+|\d+[uU]?|\.\d+(?:[eE][-+]?\d+)?/;
const NAME = /[A-Za-z_]\w*|`[\w./ -]+`/;
const OPERATOR = /&&|\|\||[=!<>]=|[-+*/%<>!?:.,()[\]{}]/;

const TOKEN = new RegExp(
	`(?:\\s|//[^\\n]*)*(?:(${[STRING, NUMBER, NAME, OPERATOR].map(({ source }) => source).join("|")})|$)`,
	"y",
);

function tokensOf(expression: string): string[] {
	const tokens: string[] = [];
	TOKEN.lastIndex = 0;
	for (;;) {
		const at = TOKEN.lastIndex;
		const found = TOKEN.exec(expression);
		if (found === null)
			throw new Refusal(
				`cannot be read from ${JSON.stringify(expression.slice(at).trim().slice(0, 30))} on`,
			);
		const [, token] = found;
		if (token === undefined) return tokens;
		tokens.push(token);
	}
}

const ESCAPE =
	/\\(?:[abfnrtv\\?"'`]|[0-3][0-7]{2}|[xX][\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8})/g;

/** The first escape of a text that is none; a raw text, which starts with r, has no escapes. */
const unknownEscape = (text: string): readonly string[] =>
	/^[bB]?[rR]/.test(text)
		? []
		: (/\\./.exec(text.replaceAll(ESCAPE, "")) ?? []);

/** Operators between two operands; how they bind does not matter here. */
const BINARY: ReadonlySet<string> = new Set([
	...["||", "&&", "==", "!=", "<", "<=", ">", ">=", "in"],
	...["+", "-", "*", "/", "%"],
]);

/** Recursive descent: each method reads one part of an expression, and throws a refusal. */
class Parser {
	readonly #tokens: readonly string[];
	#at = 0;

	constructor(tokens: readonly string[]) {
		this.#tokens = tokens;
	}

	get #token(): string {
		return this.#tokens[this.#at] ?? "";
	}

	#takes(...tokens: readonly string[]): boolean {
		if (!tokens.includes(this.#token)) return false;
		this.#at++;
		return true;
	}

	#refuse(missing: string): never {
		const before = this.#tokens[this.#at - 1];
		if (before === undefined && this.#token === "")
			throw new Refusal("is empty");
		throw new Refusal(
			this.#token === ""
				? `ends after ${before}, where ${missing} is missing`
				: `has ${this.#token}${before === undefined ? "" : ` after ${before}`} where ${missing} is missing`,
		);
	}

	#expect(token: string): void {
		if (!this.#takes(token)) this.#refuse(`a ${token}`);
	}

	whole(): void {
		this.#expression();
		if (this.#token !== "") this.#refuse("an operator");
	}

	#expression(): void {
		do this.#operand();
		while (BINARY.has(this.#token) && this.#at++ >= 0);
		if (!this.#takes("?")) return;
		this.#expression();
		this.#expect(":");
		this.#expression();
	}

	#operand(): void {
		while (this.#takes("!", "-"));
		const token = this.#token;
		if (/^(?:[rRbB]{0,2}["']|\d|\.\d)/.test(token)) {
			const [unknown] = unknownEscape(token);
			if (unknown !== undefined)
				throw new Refusal(
					`has ${token}, whose ${unknown} CEL does not know: write \\${unknown}`,
				);
			this.#at++;
		} else if (this.#takes("(")) {
			this.#expression();
			this.#expect(")");
		} else if (this.#takes("[")) {
			this.#list("]", () => {
				this.#takes("?");
				this.#expression();
			});
		} else if (token === "{") this.#fields();
		else {
			this.#takes(".");
			this.#name();
		}
		this.#members();
	}

	#name(): void {
		if (!/^[A-Za-z_`]/.test(this.#token) || this.#token === "in")
			this.#refuse("an operand");
		this.#at++;
	}

	/** Fields, indexes and calls after an operand. */
	#members(): void {
		for (;;) {
			if (this.#takes(".")) {
				this.#takes("?");
				this.#name();
			} else if (this.#takes("[")) {
				this.#takes("?");
				this.#expression();
				this.#expect("]");
			} else if (this.#takes("(")) {
				this.#list(")", () => this.#expression());
			} else if (this.#token === "{") {
				this.#fields();
			} else return;
		}
	}

	/** `{key: value, ?key: value}`, alone or after the name of a type. */
	#fields(): void {
		this.#expect("{");
		this.#list("}", () => {
			this.#takes("?");
			this.#expression();
			this.#expect(":");
			this.#expression();
		});
	}

	/** Entries up to a bracket; the list may end with a comma. */
	#list(end: string, entry: () => void): void {
		while (!this.#takes(end)) {
			entry();
			if (this.#token !== end && !this.#takes(",")) this.#refuse(`a ${end}`);
		}
	}
}
