/** What a parser throws; the message is a predicate of the text that it cannot read. */
export class Refusal extends Error {}

/** @returns why the parser refuses its text; undefined if it can read it */
export function refusalOf(parse: () => void): string | undefined {
	try {
		parse();
		return undefined;
	} catch (error) {
		if (error instanceof Refusal) return error.message;
		throw error;
	}
}
