/** Ends of names of values that contain a secret, in lower case and without punctuation. */
const SECRET_NAME = new RegExp(
	`(${[
		"password",
		"passwd",
		"passphrase",
		"pwd",
		"token",
		"bearer",
		"authorization",
		"credentials?",
		"mnemonic",
		"seedphrase",
		"(access|api|encryption|master|private|secret|signing|ssh)keys?",
		"(api|app|client|consumer|cookie|jwt|session|shared|signing|webhook)secret",
	].join("|")})$`,
);

/** Most names and texts occur in many bundles and in every environment. */
function cached<T>(compute: (text: string) => T): (text: string) => T {
	const known = new Map<string, T>();
	return (text) => {
		const before = known.get(text);
		if (before !== undefined) return before;
		const value = compute(text);
		known.set(text, value);
		return value;
	};
}

/** A short end of names, which counts only as a word of its own: `DB_PASS`, but neither `bypass` nor nginx' `proxy_pass`. */
const SECRET_WORD =
	/^(?!(proxy|fastcgi|grpc|scgi|uwsgi)_pass$).*((^|[_.-])(pass|PASS)|[a-z]Pass)$/;

/** Whether a value of this name contains a secret, rather than the name of a Secret. */
export const isSecretName = cached(
	(name) =>
		SECRET_NAME.test(name.toLowerCase().replace(/[^a-z0-9]/g, "")) ||
		SECRET_WORD.test(name),
);

/** A value that a program or a template replaces, a path, or a setting rather than a secret. */
const NOT_LITERAL =
	/^$|^[$!<*%~/]|\$[({]|\{\{|^(true|false|null|none|yes|no|on|off)$|^\d{1,5}(\.\d+)?(ms|s|m|h|d)?$/i;

/** Whether a value is a secret itself, rather than a reference to one. */
export const isLiteral = (value: string): boolean => !NOT_LITERAL.test(value);

/** A secret in a string. */
export interface SecretInText {
	/** Location in the string, such as the name of a flag. */
	readonly what: string;
	readonly value: string;
}

const URL_WITH_PASSWORD = /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@"']*:([^\s/@"']+)@/gi;
/** `curl -u name:password`, and the header of a request. */
const LOGIN = /\bcurl\b.*?\s(?:-u|--user)[\s=]+["']?[^\s:"'$]+:([^\s"']+)/g;
const HEADER =
	/(?:^|[\s"'`=:])(?:Bearer|Basic|Token)\s+((?=[\w.+/~-]*\d)[\w.+/~-]{12,}=*)/g;

/** Forms by which programs tell secrets, whatever their name. */
const FORMS: Readonly<Record<string, RegExp>> = {
	"a token of GitHub": /\b(gh[opsur]_\w{36}|github_pat_\w{40,})/g,
	"a token of GitLab": /\bglpat-[\w-]{20,}/g,
	"a token of Slack": /\bxox[abeoprs]-[\w-]{10,}/g,
	"a key of AWS": /\b(AKIA|ASIA)[A-Z0-9]{16}\b/g,
	"a key of Google": /\bAIza[\w-]{35}/g,
	"a token of Hugging Face": /\bhf_[A-Za-z]{34}\b/g,
	"a JSON web token": /\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]+/g,
	"a webhook with its token":
		/\bhttps:\/\/(hooks\.slack\.com\/services\/T\w+\/B\w+\/\w+|discord(app)?\.com\/api\/webhooks\/\d+\/[\w-]+)/g,
	"the hash of a password": /\$(apr1|2[aby]|5|6)\$[\w./$]{12,}/g,
};

const PRIVATE_KEY = /-----BEGIN [A-Z ]*PRIVATE KEY-----/;
/** `name: value`, `name=value` or `--name=value`, with or without quotes. */
const ASSIGNMENT =
	/(?:^|[\s,{;&?])["']?(?:--?)?([a-z][\w.-]*)["']?\s*[:=]\s*(?:(?:Bearer|Basic|Token)\s+)?("[^"]*"|'[^']*'|[^\s"',;}&]+)/gi;
const COMMENT = /^\s*(#|\/\/)/;

/** Rules out most strings, since the expressions above are slow. */
const MAYBE =
	/pass|pwd|token|bearer|basic|authorization|credential|mnemonic|seed|key|secret|:\/\/[^\s/]*@|curl|gh[a-z]+_|glpat|xox|AKIA|ASIA|AIza|hf_|eyJ|hooks|\$(apr1|2|5|6)/i;

/** Secrets in a string: a script, a file of a ConfigMap, a flag or a URL. */
export const secretsInText = cached((text): readonly SecretInText[] => {
	if (!MAYBE.test(text)) return [];
	if (PRIVATE_KEY.test(text)) return [{ what: "a private key", value: text }];
	const found = Object.entries(FORMS).flatMap(([what, form]) =>
		[...text.matchAll(form)].map(
			([value]): SecretInText => ({
				what,
				value: value.replace(/^\$/, ""),
			}),
		),
	);
	for (const line of text.split("\n")) {
		for (const [, value = ""] of line.matchAll(URL_WITH_PASSWORD))
			found.push({ what: "a password in a URL", value });
		if (COMMENT.test(line)) continue;
		for (const [, value = ""] of line.matchAll(LOGIN))
			found.push({ what: "a password after a name", value });
		for (const [, value = ""] of line.matchAll(HEADER))
			found.push({ what: "a header with a login", value });
		for (const [, name = "", quoted = ""] of line.matchAll(ASSIGNMENT))
			if (isSecretName(name))
				found.push({ what: name, value: quoted.replace(/^["']|["']$/g, "") });
	}
	return found.filter(({ value }) => isLiteral(value));
});
