import { isIP } from "node:net";
import { regexpFault, stringFault } from "./go-text.ts";

/** What a matcher takes. */
interface Matcher {
	/** Numbers of arguments. */
	readonly takes: readonly number[];
	/** What is wrong with the last argument, as its predicate. */
	readonly judge?: (argument: string) => string | undefined;
}

/** `{name}` or `{name:pattern}`. */
const PLACEHOLDER = /\{[a-z]\w*(?::[^}]*)?\}/i;

const literal = (argument: string): string | undefined => {
	const [placeholder] = PLACEHOLDER.exec(argument) ?? [];
	return placeholder === undefined
		? undefined
		: `has ${placeholder}, which was a placeholder in Traefik 2 and now is plain text`;
};

const ascii = (argument: string): string | undefined =>
	/^[ -~]*$/.test(argument)
		? undefined
		: "has letters that no host name has: write it in Punycode, xn--";

const host = (argument: string): string | undefined =>
	isIP(argument) === 0 && /[/:\s]/.test(argument)
		? "is no host name: it has a scheme, a port, a path or a space"
		: (ascii(argument) ?? literal(argument));

const sni = (argument: string): string | undefined =>
	argument === "*" || /^(\*\.)?[\w.:-]+$/.test(argument)
		? host(argument)
		: "is no host name";

const path = (argument: string): string | undefined =>
	argument.startsWith("/") ? literal(argument) : "does not start with /";

const regexp = (argument: string): string | undefined =>
	regexpFault(argument) ?? literal(argument);

const hostRegexp = (argument: string): string | undefined =>
	ascii(argument) ?? regexp(argument);

const address = (argument: string): string | undefined =>
	/^[\da-fA-F.:]+(\/\d{1,3})?$/.test(argument) && /[.:]/.test(argument)
		? undefined
		: "is neither an address nor a network";

/**
 * Matchers of Traefik 3.
 *
 * @see https://doc.traefik.io/traefik/reference/routing-configuration/http/routing/rules-and-priority/
 */
const http: Readonly<Record<string, Matcher>> = {
	ClientIP: { takes: [1], judge: address },
	Header: { takes: [2] },
	HeaderRegexp: { takes: [2], judge: regexp },
	Host: { takes: [1], judge: host },
	HostRegexp: { takes: [1], judge: hostRegexp },
	Method: { takes: [1] },
	Path: { takes: [1], judge: path },
	PathPrefix: { takes: [1], judge: path },
	PathRegexp: { takes: [1], judge: regexp },
	Query: { takes: [1, 2] },
	QueryRegexp: { takes: [1, 2], judge: regexp },
};

/** @see https://doc.traefik.io/traefik/reference/routing-configuration/tcp/routing/rules-and-priority/ */
const tcp: Readonly<Record<string, Matcher>> = {
	ALPN: {
		takes: [1],
		judge: (argument) =>
			argument === "acme-tls/1"
				? "is Traefik's own, for its certificates"
				: undefined,
	},
	ClientIP: { takes: [1], judge: address },
	HostSNI: { takes: [1], judge: sni },
	HostSNIRegexp: { takes: [1], judge: hostRegexp },
};

const matchers = { http, tcp };

/** A matcher of a rule, with its arguments. */
export interface Match {
	readonly matcher: string;
	readonly arguments: readonly string[];
}

/**
 * Why Traefik 3 refuses a rule, or would never match it. Traefik reads rules as
 * expressions of Go.
 *
 * @returns predicate of the rule; undefined if Traefik accepts it
 * @see https://github.com/traefik/traefik/blob/v3.7/pkg/muxer/http/matcher.go
 */
export function ruleFault(
	rule: string,
	protocol: keyof typeof matchers,
): string | undefined {
	const parsed = matchesIn(rule);
	if (typeof parsed === "string") return parsed;
	for (const { matcher, arguments: given } of parsed) {
		const known = matchers[protocol];
		const name = Object.keys(known).find((one) => isCalled(one, matcher));
		if (name === undefined)
			return `has the matcher ${matcher}, not one of ${Object.keys(known).join(", ")}`;
		const { takes, judge } = known[name] as Matcher;
		if (!takes.includes(given.length))
			return `gives ${matcher} ${given.length} arguments instead of ${takes.join(" or ")}${given.length > 1 ? ": join several matchers with ||" : ""}`;
		if (given.includes("")) return `gives ${matcher} an empty argument`;
		const last = given.at(-1) ?? "";
		const fault = judge?.(last);
		if (fault !== undefined)
			return `has ${matcher}(\`${last}\`), which ${fault}`;
	}
	return undefined;
}

/** Traefik also accepts a matcher in lower case, in upper case, and capitalised. */
const isCalled = (matcher: string, name: string): boolean =>
	[
		matcher,
		matcher.toLowerCase(),
		matcher.toUpperCase(),
		`${matcher[0]}${matcher.slice(1).toLowerCase()}`,
	].includes(name);

const TOKEN =
	/\s*(?:(`[^`]*`|"(?:\\.|[^"\\])*")|([A-Za-z_]\w*)|(&&|\|\||[!(),]))/y;

/** Matchers of a rule, or why it cannot be parsed. */
export function matchesIn(rule: string): Match[] | string {
	const tokens: string[] = [];
	for (TOKEN.lastIndex = 0; TOKEN.lastIndex < rule.trimEnd().length; ) {
		const at = TOKEN.lastIndex;
		const found = TOKEN.exec(rule);
		if (found === null)
			return `cannot be read from ${JSON.stringify(rule.slice(at).trim())} on`;
		// Go ends a statement at a line break after a name, a literal or a bracket.
		if (/^\s*\n/.test(found[0]) && /[\w`")]$/.test(tokens.at(-1) ?? ""))
			return `has a line break before ${found[0].trim()}: put it at the end of the line before`;
		tokens.push(found[0].trim());
	}
	const matches: Match[] = [];
	let at = 0;
	const expected = (what: string) =>
		tokens[at] === undefined
			? `ends where ${what} is missing`
			: `has ${tokens[at]} where ${what} is missing`;

	function operation(): string | undefined {
		for (;;) {
			const fault = operand();
			if (fault !== undefined) return fault;
			if (tokens[at] !== "&&" && tokens[at] !== "||") return undefined;
			at++;
		}
	}
	function operand(): string | undefined {
		while (tokens[at] === "!") at++;
		if (tokens[at] === "(") {
			at++;
			const fault = operation();
			if (fault !== undefined) return fault;
			if (tokens[at] !== ")") return expected("a )");
			at++;
			return undefined;
		}
		const matcher = tokens[at];
		if (matcher === undefined || !/^\w/.test(matcher))
			return expected("a matcher such as Host(`example.org`)");
		at++;
		if (tokens[at] !== "(") return expected(`the ( of ${matcher}`);
		at++;
		const given: string[] = [];
		while (tokens[at] !== ")") {
			const token = tokens[at];
			if (token === undefined || !/^[`"]/.test(token))
				return expected("a text between backticks");
			const fault = stringFault(token);
			if (fault !== undefined) return `has ${token}, which ${fault}`;
			given.push(token.slice(1, -1));
			at++;
			if (tokens[at] === ",") at++;
			else if (tokens[at] !== ")") return expected("a , or )");
		}
		at++;
		matches.push({ matcher, arguments: given });
		return undefined;
	}

	const fault = operation();
	if (fault !== undefined) return fault;
	return at === tokens.length ? matches : expected("&& or ||");
}
