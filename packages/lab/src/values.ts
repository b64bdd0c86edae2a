const marked = Symbol("a Helm value with a reason");

interface Marked {
	readonly [marked]: "pinned" | "known";
	readonly value: unknown;
	readonly reason: string;
}

function mark<T>(kind: "pinned" | "known", value: T, reason: string): T {
	const marker: Marked = { [marked]: kind, value, reason };
	// Typed as the value, so that it can be used in its place.
	return marker as T;
}

/** Marks a value that repeats the chart's default on purpose, so that a chart upgrade cannot change it. */
export const pinned = <T>(value: T, reason: string): T =>
	mark("pinned", value, reason);

/** Marks a value that the chart reads although its `values.yaml` does not list the key. */
export const known = <T>(value: T, reason: string): T =>
	mark("known", value, reason);

/** Contents of a marker; undefined for a plain value. */
export function markOf(
	value: unknown,
): { kind: "pinned" | "known"; value: unknown; reason: string } | undefined {
	if (value === null || typeof value !== "object" || !(marked in value))
		return undefined;
	const found = value as Marked;
	return { kind: found[marked], value: found.value, reason: found.reason };
}

/** Values for Helm: without markers and undefined keys. */
export function plainValues<T>(values: T): T {
	const mark = markOf(values);
	if (mark !== undefined) return plainValues(mark.value as T);
	if (Array.isArray(values))
		return values.map((entry: unknown) => plainValues(entry)) as T;
	if (values === null || typeof values !== "object") return values;
	return Object.fromEntries(
		Object.entries(values)
			.filter(([, entry]) => entry !== undefined)
			.map(([key, entry]) => [key, plainValues(entry)]),
	) as T;
}
