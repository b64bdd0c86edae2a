import { Document, parseAllDocuments, parseDocument } from "yaml";
import { LabError } from "./error.ts";

/**
 * Writes a value so that every reader of YAML, 1.1 or 1.2, sees the same:
 * sorted keys, no folding, and quotes around each string that YAML 1.1 would
 * take for something else (`y`, `on`, `1.10`, `0777`, `~`, a date).
 */
export function toYaml(value: unknown): string {
	const document = new Document(value, {
		version: "1.1",
		sortMapEntries: true,
		aliasDuplicateObjects: false,
	});
	document.directives = undefined as never;
	return document.toString({ lineWidth: 0, singleQuote: false });
}

/** Several values as one stream, one document each. */
export const toYamlStream = (values: readonly unknown[]): string =>
	values.map(toYaml).join("---\n");

/**
 * Reads one document.
 *
 * @param where named in the error: a path
 * @throws LabError `invalid-yaml` with line and column
 */
export function fromYaml(text: string, where: string): unknown {
	const document = parseDocument(text, { version: "1.1", merge: false });
	assertParsed(document.errors, where);
	return document.toJS();
}

/** Reads a stream of documents, leaving out empty ones. @throws LabError `invalid-yaml` */
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
