import { nearest } from "@lab/core";
import { Refusal, refusalOf } from "./_refusal.ts";
import { regexpFault, stringFault } from "./go-text.ts";
import { aggregations, functions } from "./metricsql-functions.ts";

/**
 * Why VictoriaMetrics cannot parse a query, which is PromQL or MetricsQL.
 *
 * In a query with `WITH`, functions and labels may be templates, so that their
 * names are not judged.
 *
 * @returns predicate of the query; undefined if it can be parsed
 * @see https://docs.victoriametrics.com/victoriametrics/metricsql/
 */
export function queryFault(query: string): string | undefined {
	return refusalOf(() => {
		const parser = new Parser(tokensOf(query));
		parser.operation();
		parser.end();
	});
}

const IDENTIFIER =
	/(?:[\p{L}_:]|\\(?:x[\da-f]{2}|u[\da-f]{4}|[^xuXU\s]))(?:[\p{L}_:\d.]|\\(?:x[\da-f]{2}|u[\da-f]{4}|[^xuXU\s]))*/u;
const STRING = /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`[^`]*`/;
const UNIT = /(?:[mM][sS]|m(?![iIbB])|[sShHdDwWyYiI])/;
const DURATION = new RegExp(
	`\\d+(?:\\.\\d*)?${UNIT.source}(?:-?\\d+(?:\\.\\d*)?${UNIT.source})*`,
);
const NUMBER =
	/0[xX][\da-fA-F]+|(?:0[oObB])?(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[kKmMgGtT](?:[iI][bB]?|[bB])?|[eE][-+]?\d+)?/;
const OPERATOR = /[=!]~|[=!<>]=|[-+*/%^<>=]/;
const PUNCTUATION = /[{}[\](),@]/;

const TOKEN = new RegExp(
	`(?:\\s|#[^\\n]*)*(?:(${[
		PUNCTUATION,
		IDENTIFIER,
		STRING,
		OPERATOR,
		DURATION,
		NUMBER,
	]
		.map(({ source }) => source)
		.join("|")})|\\$__(?:rate_)?interval|$)`,
	"uy",
);

function tokensOf(query: string): string[] {
	const tokens: string[] = [];
	TOKEN.lastIndex = 0;
	for (;;) {
		const at = TOKEN.lastIndex;
		const found = TOKEN.exec(query);
		if (found === null) {
			const rest = query.slice(at).trim();
			const [quote] = /^["'`]/.exec(rest) ?? [];
			throw new Refusal(
				quote === undefined
					? `cannot be read from ${JSON.stringify(rest.slice(0, 30))} on`
					: `has a ${quote} that nothing closes`,
			);
		}
		if (found[0] === "" || TOKEN.lastIndex === at) return tokens;
		const token = found[1] ?? found[0].trim();
		if (found[1] === undefined && !token.startsWith("$")) return tokens;
		tokens.push(token.startsWith("$") ? "1i" : token);
	}
}

const BINARY: ReadonlySet<string> = new Set([
	...["+", "-", "*", "/", "%", "^", "==", "!=", ">", "<", ">=", "<="],
	...["atan2", "and", "or", "unless", "if", "ifnot", "default"],
]);
const COMPARISON: ReadonlySet<string> = new Set([
	...["==", "!=", ">", "<", ">=", "<="],
]);
const SET: ReadonlySet<string> = new Set(["and", "or", "unless"]);

const isIdentifier = (token: string) => /^[\p{L}_:\\]/u.test(token);
const isString = (token: string) => /^["'`]/.test(token);
const isNumber = (token: string) => /^(?:\d|\.\d)/.test(token);
/** With units, or a number of seconds. */
const IS_DURATION = new RegExp(
	`^(?:${DURATION.source}|[\\d.]+(?:[eE][-+]?\\d+)?)$`,
);
const isAggregation = (token: string) => aggregations.has(token.toLowerCase());

/** Recursive descent: each method reads one part of a query, and throws a refusal. */
class Parser {
	readonly #tokens: readonly string[];
	readonly #templates: boolean;
	#at = 0;

	constructor(tokens: readonly string[]) {
		this.#tokens = tokens;
		this.#templates = tokens.some(
			(token, index) =>
				token.toLowerCase() === "with" && tokens[index + 1] === "(",
		);
	}

	/** The next token; empty at the end. */
	get #token(): string {
		return this.#tokens[this.#at] ?? "";
	}

	get #word(): string {
		return this.#token.toLowerCase();
	}

	#takes(...words: readonly string[]): boolean {
		if (!words.includes(this.#word)) return false;
		this.#at++;
		return true;
	}

	#refuse(missing: string): never {
		const before = this.#tokens[this.#at - 1];
		if (this.#tokens.length === 0) throw new Refusal("is empty");
		throw new Refusal(
			this.#token === ""
				? missing === "an operand"
					? `ends in the middle of an operation, after ${before}`
					: `lacks ${missing} at its end`
				: `has ${this.#token}${before === undefined ? "" : ` after ${before}`} where ${missing} is missing`,
		);
	}

	#expect(token: string): void {
		if (!this.#takes(token)) this.#refuse(`a ${token}`);
	}

	end(): void {
		if (this.#token === "") return;
		if (/^[)\]}]$/.test(this.#token))
			throw new Refusal(`has a ${this.#token} that nothing opens`);
		this.#refuse("an operator");
	}

	operation(): void {
		this.#operand();
		while (BINARY.has(this.#word)) {
			const operator = this.#word;
			this.#at++;
			if (this.#takes("bool") && !COMPARISON.has(operator))
				throw new Refusal(`has bool after ${operator}, which compares nothing`);
			if (this.#takes("on", "ignoring")) {
				this.#labels();
				const join = this.#word;
				if (this.#takes("group_left", "group_right")) {
					if (SET.has(operator))
						throw new Refusal(
							`has ${join} after ${operator}, which joins no labels`,
						);
					if (this.#token === "(") this.#labels(true);
					if (this.#takes("prefix")) this.#text();
				}
			}
			this.#operand();
			this.#takes("keep_metric_names");
		}
	}

	#operand(): void {
		if (this.#word === "with" && this.#tokens[this.#at + 1] === "(") {
			this.#with();
			return;
		}
		this.#plain();
		if (this.#takes("[")) this.#window();
		const at = this.#takes("@");
		if (at) this.#plain();
		if (this.#takes("offset")) this.#offset();
		if (!at && this.#takes("@")) this.#plain();
	}

	/** An operand without a window or an offset. */
	#plain(): void {
		const token = this.#token;
		if (isString(token)) this.#text();
		else if (isNumber(token)) this.#at++;
		else if (isIdentifier(token)) this.#named();
		else if (token === "{") this.#selector();
		else if (this.#takes("(")) this.#list(() => this.operation());
		else if (this.#takes("-", "+")) this.#operand();
		else this.#refuse("an operand");
		if (token === "(") this.#takes("keep_metric_names");
	}

	/** A metric, or the call of a function. */
	#named(): void {
		const name = this.#token;
		const next = (this.#tokens[this.#at + 1] ?? "").toLowerCase();
		if (/^(inf|nan)$/i.test(name)) {
			this.#at++;
		} else if (
			isAggregation(name) &&
			next !== "offset" &&
			(next === "(" || isIdentifier(next))
		) {
			this.#at++;
			this.#aggregation();
		} else if (next === "(") {
			this.#at += 2;
			const known = functions.has(name.toLowerCase());
			if (!known && !this.#templates) throw unknownFunction(name);
			this.#list(() => this.operation());
			this.#takes("keep_metric_names");
		} else {
			this.#at++;
			if (next === "{") this.#selector();
			else if (/^(?:[\]}=]|[=!]~)$/.test(next)) this.#refuse("an operator");
		}
	}

	#aggregation(): void {
		const grouped = this.#takes("by", "without");
		if (grouped) this.#labels();
		this.#expect("(");
		this.#list(() => this.operation());
		if (!grouped && this.#takes("by", "without")) this.#labels();
		if (this.#takes("limit")) {
			if (!/^\d+$/.test(this.#token)) this.#refuse("a number");
			this.#at++;
		}
	}

	/** Entries up to the bracket that ends the list; it may end with a comma. */
	#list(entry: () => void, end = ")"): void {
		while (!this.#takes(end)) {
			entry();
			if (this.#token !== end && !this.#takes(",")) this.#refuse(`a ${end}`);
		}
	}

	#labels(star = false): void {
		this.#expect("(");
		if (star && this.#takes("*")) this.#expect(")");
		else
			this.#list(() => {
				if (!isIdentifier(this.#token) && !isString(this.#token))
					this.#refuse("the name of a label");
				this.#at++;
			});
	}

	#selector(): void {
		this.#expect("{");
		while (!this.#takes("}")) {
			this.#filter();
			if (this.#token !== "}" && !this.#takes(",", "or")) this.#refuse("a }");
		}
	}

	#filter(): void {
		const label = this.#token;
		if (!isIdentifier(label) && !isString(label))
			this.#refuse("the name of a label");
		this.#at++;
		const operator = this.#token;
		if (!this.#takes("=", "!=", "=~", "!~")) {
			// A text alone is the name of a metric; a name alone is a template.
			if (!isString(label) && !this.#templates) this.#refuse("a = or =~");
			return;
		}
		const value = this.#token;
		this.#text();
		const fault = operator.endsWith("~")
			? regexpFault(value.slice(1, -1).replaceAll("\\\\", "\\"))
			: undefined;
		if (fault !== undefined && isString(value) && this.#token !== "+")
			throw new Refusal(`has ${label}${operator}${value}, which ${fault}`);
	}

	/** Texts joined by a plus; names among them are templates. */
	#text(): void {
		do {
			const token = this.#token;
			if (!isString(token) && !(this.#templates && isIdentifier(token)))
				this.#refuse("a text in quotes");
			const fault = isString(token)
				? stringFault(
						token.startsWith("'")
							? `"${token.slice(1, -1).replaceAll("\\'", "'").replaceAll('"', '\\"')}"`
							: token,
					)
				: undefined;
			if (fault !== undefined)
				throw new Refusal(`has ${token}, which ${fault}`);
			this.#at++;
		} while (isString(this.#tokens[this.#at + 1] ?? "") && this.#takes("+"));
	}

	/** `[5m]`, `[5m:1m]`, `[:1m]`; a colon is the start of a name, and is read as one. */
	#window(): void {
		if (!this.#token.startsWith(":")) this.#duration();
		if (this.#token.startsWith(":")) {
			const step = this.#token.slice(1);
			if (step !== "") this.#duration(step);
			else {
				this.#at++;
				if (this.#token !== "]") this.#duration();
			}
		}
		if (!this.#takes("]")) this.#refuse("a ]");
	}

	#offset(): void {
		this.#takes("-");
		this.#duration();
	}

	#duration(text = this.#token): void {
		// A name may be a template.
		if (!IS_DURATION.test(text) && !(this.#templates && isIdentifier(text)))
			this.#refuse("a duration such as 5m");
		this.#at++;
	}

	/** `WITH (name = query, f(x) = query) query`. */
	#with(): void {
		this.#at += 2;
		const names = new Set<string>();
		this.#list(() => {
			const name = this.#token;
			if (!isIdentifier(name)) this.#refuse("a name");
			if (names.has(name)) throw new Refusal(`defines ${name} twice`);
			names.add(name);
			this.#at++;
			if (this.#token === "(") this.#labels();
			this.#expect("=");
			this.operation();
		});
		this.operation();
	}
}

function unknownFunction(name: string): Refusal {
	const near = nearest(name.toLowerCase(), [...functions, ...aggregations]);
	return new Refusal(
		`calls ${name}, which is no function${near === undefined ? "" : `: did you mean '${near}'?`}`,
	);
}
