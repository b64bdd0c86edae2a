import {
	type ByteSize,
	byteSizeOf,
	type Duration,
	durationOf,
	toBytes,
	toMilliseconds,
} from "@lab/core";
import type { Plan } from "@lab/record";

interface Described {
	readonly meaning: string;
	/** The only backend on which the parameter has an effect. Elsewhere it must keep its default. */
	readonly onlyOn?: Plan["backend"];
}

/** @typeParam U - unit, such as `nodes`, `messages` or `ratio`; settings in `ms` and `bytes` are strings with a unit */
export interface NumberParameter<U extends string = string> extends Described {
	readonly kind: "number";
	readonly default: number;
	readonly min: number;
	readonly max: number;
	readonly whole: boolean;
	readonly unit: U;
}

export interface ChoiceParameter<T extends string = string> extends Described {
	readonly kind: "choice";
	readonly default: T;
	readonly choices: readonly T[];
}

export interface TextParameter extends Described {
	readonly kind: "text";
	readonly default: string;
}

export type Parameter = NumberParameter | ChoiceParameter | TextParameter;
export type Parameters = Readonly<Record<string, Parameter>>;

/** Type of a parameter's value in a draft: durations are numbers in ms, sizes numbers in bytes. */
export type ValueOf<P extends Parameter> = P extends NumberParameter
	? number
	: P extends ChoiceParameter<infer T>
		? T
		: string;

export type ValuesOf<P extends Parameters> = {
	readonly [K in keyof P]: ValueOf<P[K]>;
};

interface UnitTypes {
	readonly ms: Duration;
	readonly bytes: ByteSize;
}

/** Type of a parameter's setting in source code: `"200ms"` for a duration, `"256Ki"` for a size, otherwise the same as its value. */
export type SettingOf<P extends Parameter> =
	P extends NumberParameter<infer U>
		? U extends keyof UnitTypes
			? UnitTypes[U]
			: number
		: ValueOf<P>;

export type SettingsOf<P extends Parameters> = {
	readonly [K in keyof P]?: SettingOf<P[K]>;
};

interface Range<T> extends Described {
	readonly default: T;
	readonly min: T;
	readonly max: T;
}

export const count = <const U extends string>(
	given: Range<number> & {
		readonly unit: U extends keyof UnitTypes ? never : U;
	},
): NumberParameter<U> => ({
	kind: "number",
	whole: true,
	...given,
});

/** Parameter from 0 to `max`, which is 1 by default. */
export const ratio = (
	given: Described & { readonly default: number; readonly max?: number },
): NumberParameter<"ratio"> => ({
	kind: "number",
	whole: false,
	unit: "ratio",
	min: 0,
	max: 1,
	...given,
});

/** Parameter set as a duration such as `200ms`; its value is in milliseconds. */
export const duration = (given: Range<Duration>): NumberParameter<"ms"> => ({
	...given,
	kind: "number",
	whole: false,
	unit: "ms",
	default: toMilliseconds(given.default),
	min: toMilliseconds(given.min),
	max: toMilliseconds(given.max),
});

/** Parameter set as a size such as `256Ki`; its value is in bytes. */
export const size = (given: Range<ByteSize>): NumberParameter<"bytes"> => ({
	...given,
	kind: "number",
	whole: true,
	unit: "bytes",
	default: toBytes(given.default),
	min: toBytes(given.min),
	max: toBytes(given.max),
});

export const choice = <const T extends string>(
	given: Omit<ChoiceParameter<T>, "kind">,
): ChoiceParameter<T> => ({ kind: "choice", ...given });

export const text = (given: Omit<TextParameter, "kind">): TextParameter => ({
	kind: "text",
	...given,
});

/** Text formats of durations and sizes. */
const unitFormats = {
	ms: {
		what: "a duration",
		example: "200ms",
		parse: (text: string) => toMilliseconds(text as Duration),
		format: durationOf,
	},
	bytes: {
		what: "a size in bytes",
		example: "256Ki",
		parse: (text: string) => toBytes(text as ByteSize),
		format: byteSizeOf,
	},
} as const;

const formatOf = ({ unit }: NumberParameter) =>
	Object.hasOwn(unitFormats, unit)
		? unitFormats[unit as keyof UnitTypes]
		: undefined;

/** Formats a value as a setting: `90s`, `10kB`, `30`. */
export const formatValue = (
	parameter: Parameter,
	value: string | number,
): string =>
	(parameter.kind === "number" && typeof value === "number"
		? formatOf(parameter)?.format(value)
		: undefined) ?? String(value);

/**
 * Parses a setting: `30`, `"30"`, `"1500ms"`, `"2Ki"`.
 *
 * @returns the value, or the problem with it as the end of a sentence: `is not a text`
 */
export function parseValue(
	parameter: Parameter,
	given: unknown,
): { readonly value: string | number } | { readonly problem: string } {
	if (parameter.kind === "text") {
		return typeof given === "string" && given !== ""
			? { value: given }
			: { problem: "is not a text" };
	}
	if (parameter.kind === "choice") {
		return parameter.choices.includes(String(given))
			? { value: String(given) }
			: { problem: `is not one of ${parameter.choices.join(", ")}` };
	}
	const { min, max, unit, whole } = parameter;
	const withUnit = formatOf(parameter);
	const value =
		withUnit === undefined ? toNumber(given) : tryParse(withUnit, given);
	if (value === undefined || !Number.isFinite(value)) {
		return {
			problem:
				withUnit === undefined
					? `is not a number of ${unit}`
					: `is not ${withUnit.what}: write it with a unit, such as ${withUnit.example}`,
		};
	}
	if (whole && !Number.isInteger(value)) {
		return { problem: `is not a whole number of ${unit}` };
	}
	const [least, most] = [min, max].map((one) => formatValue(parameter, one));
	return value < min || value > max
		? {
				problem: `is not between ${least} and ${most}${withUnit === undefined ? ` ${unit}` : ""}`,
			}
		: { value };
}

function toNumber(given: unknown): number | undefined {
	if (typeof given === "number") return given;
	return typeof given === "string" && given.trim() !== ""
		? Number(given)
		: undefined;
}

function tryParse(
	{ parse }: { readonly parse: (text: string) => number },
	given: unknown,
): number | undefined {
	if (typeof given !== "string") return undefined;
	try {
		return parse(given);
	} catch (error) {
		if (error instanceof RangeError) return undefined;
		throw error;
	}
}
