/** A mistake in an object. */
export interface Misuse {
	readonly what: string;
	readonly object: Readonly<Record<string, unknown>>;
	/** Code of the expected finding. */
	readonly code: string;
	/** Why the API server accepts the object, or which component fails later; absent if the API server rejects it. */
	readonly later?: string;
}

/** Mistakes with one code, by what they are. */
export const of = (
	code: string,
	cases: Readonly<Record<string, Misuse["object"]>>,
	later?: string,
): Misuse[] =>
	Object.entries(cases).map(([what, object]) => ({
		what,
		object,
		code,
		...(later !== undefined && { later }),
	}));
