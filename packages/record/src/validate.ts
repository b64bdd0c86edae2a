import {
	assertNoFaults,
	type Finding,
	fault,
	LabError,
	suggestion,
} from "@lab/core";
import * as v from "valibot";

type Schema = v.GenericSchema;
type Issue = v.BaseIssue<unknown>;

/**
 * Faults of a value, one finding each.
 *
 * @param where path of the document's file, for the findings
 */
export function findingsOf(
	schema: Schema,
	value: unknown,
	where: string,
): Finding[] {
	const result = v.safeParse(schema, value, { abortPipeEarly: true });
	if (result.success) return [];
	return result.issues.map((issue) => asFinding(schema, value, issue, where));
}

/** Returns the value, typed. @throws LabError with a finding for each fault */
export function validate<S extends Schema>(
	schema: S,
	value: unknown,
	where: string,
): v.InferOutput<S> {
	assertNoFaults(findingsOf(schema, value, where));
	return value as v.InferOutput<S>;
}

/** Parses a JSON document. @throws LabError `invalid-json`, or as {@link validate} */
export function parseDocument<S extends Schema>(
	schema: S,
	text: string,
	where: string,
): v.InferOutput<S> {
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch (error) {
		throw new LabError({
			code: "invalid-json",
			what: error instanceof Error ? error.message : String(error),
			where,
			help: "write the file again: it was truncated or edited by hand",
		});
	}
	return validate(schema, value, where);
}

function asFinding(
	schema: Schema,
	value: unknown,
	issue: Issue,
	where: string,
): Finding {
	const keys = (issue.path ?? []).map(({ key }) => key as string | number);
	const place = [where, dotted(keys)].filter(Boolean).join(": ");
	const last = keys.at(-1);
	if (issue.type === "strict_object" && issue.expected === "never") {
		const known = keysOf(schemaAt(schema, value, keys.slice(0, -1)));
		return fault({
			code: "unknown-key",
			what: `there is no key '${last}' here`,
			where: place,
			help: suggestion(String(last), known),
		});
	}
	if (issue.type === "strict_object" && issue.received === "undefined") {
		return fault({
			code: "missing-key",
			what: `'${last}' is missing`,
			where: place,
			help: `add '${last}'`,
		});
	}
	const choices = choicesOf(issue);
	return fault({
		code: "invalid-value",
		what: `${issue.received} ${choices.length > 0 ? "is not known" : complaint(issue)}`,
		where: place,
		help:
			choices.length > 0
				? suggestion(String(issue.input), choices)
				: `give ${issue.expected ?? "a valid value"}`,
	});
}

const complaint = ({ message, expected, kind }: Issue): string =>
	kind === "validation" && !message.startsWith("Invalid")
		? message
		: `is not ${expected ?? "allowed"}`;

/** `groups[0].image.digest` */
const dotted = (keys: readonly (string | number)[]): string =>
	keys
		.map((key) => (typeof key === "number" ? `[${key}]` : `.${key}`))
		.join("")
		.replace(/^\./, "");

/** Allowed values, if the schema lists them. */
const choicesOf = ({ type, expected }: Issue): string[] =>
	["picklist", "variant", "literal"].includes(type)
		? [...(expected ?? "").matchAll(/"([^"]*)"/g)].map(([, word]) => word ?? "")
		: [];

interface Inner extends Schema {
	readonly entries?: Record<string, Inner>;
	readonly item?: Inner;
	readonly items?: readonly Inner[];
	readonly value?: Inner;
	readonly wrapped?: Inner;
	readonly options?: readonly Inner[];
	readonly pipe?: readonly Inner[];
	readonly key?: unknown;
	readonly literal?: unknown;
}

/** The part of a schema that describes the value at a path. */
function schemaAt(
	schema: Inner,
	value: unknown,
	keys: readonly (string | number)[],
): Inner | undefined {
	const here = unwrap(schema, value);
	const [key, ...rest] = keys;
	if (key === undefined || here === undefined) return here;
	const below = (value as Record<string | number, unknown> | undefined)?.[key];
	const next =
		here.entries?.[key] ??
		here.item ??
		here.items?.[key as number] ??
		here.value;
	return next && schemaAt(next, below, rest);
}

function unwrap(schema: Inner, value: unknown): Inner | undefined {
	if (schema.wrapped) return unwrap(schema.wrapped, value);
	if (schema.type === "variant") {
		const key = String(schema.key);
		const option = schema.options?.find(
			({ entries }) =>
				entries?.[key]?.literal === (value as Record<string, unknown>)[key],
		);
		return option && unwrap(option, value);
	}
	return schema;
}

const keysOf = (schema: Inner | undefined): string[] =>
	Object.keys(schema?.entries ?? {});
