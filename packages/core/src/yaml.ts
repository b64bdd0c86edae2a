import {
	Document,
	parseAllDocuments,
	parseDocument,
	type ScalarTag,
	type Tags,
} from "yaml";
import { stringTag } from "yaml/util";
import { LabError } from "./error.ts";

/**
 * Writes YAML that parsers of version 1.1 and 1.2, and those of Go, read alike:
 * sorted keys, no folding, and quotes around each string that one of them would
 * take for another type (`y`, `on`, `1.10`, `0777`, `0o17`, `~`, a date) or
 * could not read at all (a leading tab, a control character).
 */
export function toYaml(value: unknown): string {
	const document = new Document(value, {
		version: "1.1",
		sortMapEntries: true,
		aliasDuplicateObjects: false,
		customTags: (tags) =>
			tags
				.filter((tag) => !isMerge(tag))
				.map((tag) => (tag === stringTag ? text : tag)),
	});
	document.directives = undefined as never;
	return document.toString({ lineWidth: 0, singleQuote: false });
}

/** It would write the string `<<` without quotes. */
const isMerge = (tag: Tags[number]): boolean =>
	typeof tag === "object" && tag.tag === "tag:yaml.org,2002:merge";

/** Strings as the library writes them, except those that Go would misread. */
const text: ScalarTag = {
	...stringTag,
	stringify: (item, ...rest) =>
		isMisread(String(item.value))
			? quoted(String(item.value))
			: (stringTag.stringify?.(item, ...rest) ?? ""),
};

/** Characters that Go's parser rejects, or takes for the end of a line. */
const SPECIAL =
	"\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u2028\\u2029\\ufeff\\ufffe\\uffff";

const isMisread = (value: string): boolean =>
	MISREAD.test(value) || NUMBER.test(value.replaceAll("_", ""));

/** Numbers that Go knows beside those of the library: `0o17`, capital letters, and underscores at any place. */
const NUMBER =
	/^[-+]?(0[bBoOxX][-+]?[0-9a-fA-F]+|(?=.*[0-9])[0-9]*\.?[0-9]*([eE][-+]?[0-9]+)?)$/;

const MISREAD = new RegExp(
	[
		`[${SPECIAL}]`,
		"^<<$",
		// Tabs at the start, and spaces on lines of their own, are taken for indentation.
		"^\\s*\\t",
		"^\\s+$",
	].join("|"),
);

/** A string in double quotes on one line. */
const quoted = (value: string): string =>
	JSON.stringify(value).replaceAll(
		new RegExp(`[${SPECIAL}]`, "g"),
		(character) =>
			`\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
	);

/** Writes several values as one stream, one document each. */
export const toYamlStream = (values: readonly unknown[]): string =>
	values.map(toYaml).join("---\n");

/**
 * Reads one document.
 *
 * @param where path to name in the error
 * @throws LabError `invalid-yaml` with line and column
 */
export function fromYaml(text: string, where: string): unknown {
	const document = parseDocument(text, { version: "1.1", merge: false });
	assertParsed(document.errors, where);
	return document.toJS();
}

/** Reads a stream of documents, without the empty ones. @throws LabError `invalid-yaml` */
export function fromYamlStream(text: string, where: string): unknown[] {
	const documents = parseAllDocuments(text, { version: "1.1", merge: false });
	if ("empty" in documents) return [];
	return documents.flatMap((document) => {
		assertParsed(document.errors, where);
		const value: unknown = document.toJS();
		return value === null ? [] : [value];
	});
}

function assertParsed(
	errors: readonly {
		message: string;
		linePos?: [{ line: number }, ...unknown[]];
	}[],
	where: string,
): void {
	const [first] = errors;
	if (first === undefined) return;
	throw new LabError({
		code: "invalid-yaml",
		what: first.message.split("\n")[0] ?? "cannot be read",
		where: `${where}:${first.linePos?.[0].line ?? 1}`,
		help: "correct the YAML at that line",
	});
}
