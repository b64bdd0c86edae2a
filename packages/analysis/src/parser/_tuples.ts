/**
 * Reads Nim's `[(pid: 16U*abc, dist: 0a1f, attempts: 1), ..]`, written as `@[..]`
 * by some versions. Values stay text, since distances are hex.
 */
export function parseTuples(
	text: string,
): Record<string, string>[] | undefined {
	const inner = /^@?\[(.*)\]$/s.exec(text.trim())?.[1];
	if (inner === undefined) return undefined;
	const tuples: Record<string, string>[] = [];
	let at = 0;
	while (at < inner.length) {
		const open = inner.indexOf("(", at);
		if (open < 0) return inner.slice(at).trim() === "" ? tuples : undefined;
		if (!/^[\s,]*$/.test(inner.slice(at, open))) return undefined;
		const close = inner.indexOf(")", open);
		if (close < 0) return undefined;
		const tuple: Record<string, string> = {};
		for (const part of inner.slice(open + 1, close).split(",")) {
			const colon = part.indexOf(":");
			if (colon < 0) return undefined;
			tuple[part.slice(0, colon).trim()] = unquote(part.slice(colon + 1));
		}
		tuples.push(tuple);
		at = close + 1;
	}
	return tuples;
}

const unquote = (text: string) => text.trim().replace(/^"(.*)"$/s, "$1");
