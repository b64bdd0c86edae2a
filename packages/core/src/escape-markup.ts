const NAMED: Readonly<Record<string, string>> = {
	"&": "&amp;",
	"<": "&lt;",
	">": "&gt;",
	'"': "&quot;",
	"\n": "&#10;",
	"\r": "&#13;",
	"\t": "&#9;",
};

/**
 * Escapes text for use in HTML or XML, as content or as a quoted attribute.
 * Attributes keep their whitespace; characters that XML does not allow, such as
 * terminal colour codes, become U+FFFD.
 */
export const escapeMarkup = (text: string | number): string =>
	String(text)
		// biome-ignore lint/suspicious/noControlCharactersInRegex: replaces control characters
		.replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|\p{Surrogate}/gu, "\ufffd")
		.replace(/[&<>"\n\r\t]/g, (character) => NAMED[character] ?? "");
