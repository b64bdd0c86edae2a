import { type Duration, type Size, toBytes, toMilliseconds } from "@lab/core";
import type { Plan } from "@lab/record";

interface Told {
	readonly meaning: string;
	/** The only backend on which another value than the default means anything. */
	readonly only?: Plan["backend"];
}

export interface NumberParameter extends Told {
	readonly kind: "number";
	readonly default: number;
	readonly min: number;
	readonly max: number;
	readonly whole: boolean;
	/** What is counted: `nodes`, `messages`, `ms`, `bytes`, `ratio`. */
	readonly unit: string;
}

export interface ChoiceParameter<T extends string = string> extends Told {
	readonly kind: "choice";
	readonly default: T;
	readonly choices: readonly T[];
}

export interface TextParameter extends Told {
	readonly kind: "text";
	readonly default: string;
}

export type Parameter = NumberParameter | ChoiceParameter | TextParameter;
export type Parameters = Readonly<Record<string, Parameter>>;

export type ValueOf<P extends Parameter> = P extends NumberParameter
	? number
	: P extends ChoiceParameter<infer T>
		? T
		: string;

export type ValuesOf<P extends Parameters> = {
	readonly [K in keyof P]: ValueOf<P[K]>;
};

interface Range<T> extends Told {
	readonly default: T;
	readonly min: T;
	readonly max: T;
}

export const count = ({
	unit,
	...given
}: Range<number> & { readonly unit: string }): NumberParameter => ({
	kind: "number",
	whole: true,
	unit,
	...given,
});

/** From 0 to 1, or to less. */
export const ratio = (
	given: Told & { readonly default: number; readonly max?: number },
): NumberParameter => ({
	kind: "number",
	whole: false,
	unit: "ratio",
	min: 0,
	max: 1,
	...given,
});

/** In milliseconds to whoever uses it. */
export const duration = (given: Range<Duration>): NumberParameter => ({
	...given,
	kind: "number",
	whole: false,
	unit: "ms",
	default: toMilliseconds(given.default),
	min: toMilliseconds(given.min),
	max: toMilliseconds(given.max),
});

/** In bytes to whoever uses it. */
export const size = (given: Range<number | Size>): NumberParameter => ({
	...given,
	kind: "number",
	whole: true,
	unit: "bytes",
	default: bytes(given.default),
	min: bytes(given.min),
	max: bytes(given.max),
});

export const choice = <const T extends string>(
	given: Omit<ChoiceParameter<T>, "kind">,
): ChoiceParameter<T> => ({ kind: "choice", ...given });

export const text = (given: Omit<TextParameter, "kind">): TextParameter => ({
	kind: "text",
	...given,
});

const bytes = (given: number | Size): number =>
	typeof given === "number" ? given : toBytes(given);

/**
 * The value that a person wrote: `30`, `"30"`, `"1500ms"`, `"2Ki"`.
 *
 * @returns the value, or what is wrong with it
 */
export function readValue(
	parameter: Parameter,
	given: unknown,
): { readonly value: string | number } | { readonly wrong: string } {
	if (parameter.kind === "text") {
		return typeof given === "string" && given !== ""
			? { value: given }
			: { wrong: "is not a text" };
	}
	if (parameter.kind === "choice") {
		return parameter.choices.includes(String(given))
			? { value: String(given) }
			: { wrong: `is none of ${parameter.choices.join(", ")}` };
	}
	const value =
		typeof given === "number" ? given : readNumber(parameter, given);
	if (value === undefined || !Number.isFinite(value)) {
		return { wrong: `is not a number of ${parameter.unit}` };
	}
	if (parameter.whole && !Number.isInteger(value)) {
		return { wrong: `is not a whole number of ${parameter.unit}` };
	}
	const { min, max, unit } = parameter;
	return value < min || value > max
		? { wrong: `is not within ${min} to ${max} ${unit}` }
		: { value };
}

function readNumber(
	{ unit }: NumberParameter,
	given: unknown,
): number | undefined {
	if (typeof given !== "string" || given.trim() === "") return undefined;
	if (!Number.isNaN(Number(given))) return Number(given);
	const read =
		unit === "ms"
			? () => toMilliseconds(given as Duration)
			: unit === "bytes"
				? () => toBytes(given as Size)
				: undefined;
	try {
		return read?.();
	} catch (error) {
		if (error instanceof RangeError) return undefined;
		throw error;
	}
}
