/** A part of an object that the API server would reject, and why. */
export interface Mismatch {
	readonly code: MismatchCode;
	/** `spec.template.spec.containers[0].image`. */
	readonly path: string;
	/** What is wrong, as a predicate of the path: `is a string, not an integer`. */
	readonly what: string;
	/** What to do, in the imperative. */
	readonly help: string;
}

export const mismatchCodes = [
	"duplicate-entry",
	"invalid-name",
	"invalid-value",
	"missing-field",
	"unknown-field",
	"unknown-volume",
	"unmatched-selector",
	"wrong-type",
] as const;

export type MismatchCode = (typeof mismatchCodes)[number];

/** Formats a path: `spec.ports[0].name`, `metadata.labels["app.kubernetes.io/name"]`. */
export const pathText = (path: readonly (string | number)[]): string =>
	path
		.map((key, index) => {
			if (typeof key === "number") return `[${key}]`;
			if (!/^[\w-]+$/.test(key)) return `[${JSON.stringify(key)}]`;
			return index === 0 ? key : `.${key}`;
		})
		.join("");
